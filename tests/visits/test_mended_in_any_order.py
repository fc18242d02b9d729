"""Whatever is logged, taken back and told anew, in any order: the columns are as if only what stands
had ever been. Twenty sequences a day; `prove properties` tries two thousand, and some on the
embedded database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.conftest import NOON
from tests.visits import any_order

pytestmark = pytest.mark.django_db
# The family is made once: each example is taken back whole.
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
EXAMPLES = 2000 if settings.default.max_examples > 100 else 20  # in the trial, and every day
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def family(home, lin):
    return any_order.family(home, lin, at=NOON)


@settings(max_examples=EXAMPLES, suppress_health_check=SHARED)
@given(steps=any_order.STEPS)
def test_the_columns_are_as_if_only_what_stands_had_been(home, lin, family, steps):
    any_order.try_out(steps, home=home, people=family, by=lin, at=NOON)


def test_a_forgotten_recomputation_is_noticed(home, lin, family, monkeypatch):
    monkeypatch.setattr("visits.due_dates.recompute", lambda people, at: 0)
    met = {"outcome": "met", "channel": "door", "who": {0}, "hours_ago": 0, "next_in": None}

    with pytest.raises(AssertionError):
        any_order.try_out([("log", met)], home=home, people=family, by=lin, at=NOON)


@pytest.mark.trial("properties")
def test_two_hundred_sequences_on_the_embedded_database(embedded, tmp_path):
    embedded(tmp_path)
    ours = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/zerentian.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.visits.any_order_embedded"],
        cwd=ROOT,
        env=os.environ | ours,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"engine": "sqlite", "tried": 200}
