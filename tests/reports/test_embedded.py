"""On the embedded database: one moment, nobody held up, and a worker killed with -9."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import BOUND

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 3_000


@pytest.fixture
def run(embedded, tmp_path):
    """run("make"): a program of its own, on a database file as `bootstrap.py run` makes it."""
    ours = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/zerentian.sqlite3",
        "ZERENTIAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def run(*arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "tests.reports.embedded", *arguments],
            cwd=ROOT,
            env=os.environ | ours,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    embedded(tmp_path)
    assert run("make").wait() == 0
    return run


def writing(run):
    worker = run("write")
    assert worker.stdout.readline() == "writing\n"
    return worker


@pytest.mark.trial("crashes")  # daily, tests/reports/test_worker.py stops one, on PostgreSQL
def test_killed_in_the_middle_begun_again_and_of_one_moment(run):
    """The first worker dies; beside the second somebody registers a person, and need not wait."""
    first = writing(run)
    first.kill()
    first.wait()

    second = writing(run)
    assert run("register").wait(BOUND) == 0
    assert second.poll() is None
    second.stdin.close()
    assert second.wait(BOUND) == 0

    answer, _ = run("settle").communicate(timeout=BOUND)
    facts = json.loads(answer)
    assert (facts["state"], facts["tries"], facts["made"]) == ("ready", 2, 1)
    assert (facts["people"], facts["rows"], facts["lines"]) == (PEOPLE + 1, PEOPLE, PEOPLE)
    assert facts["files"] == 1
