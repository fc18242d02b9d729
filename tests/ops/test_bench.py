"""The measurements still run, on a hamlet: every file of bench/ in the trial."""

import subprocess
import sys

import pytest

from bench.__main__ import NAMES
from bench.measure import Figure
from bench.table import markdown
from tests.ops.house import ROOT


@pytest.mark.trial("hamlet")
def test_every_measurement_runs_on_a_hamlet():
    said = measured()

    assert all(title in said for title in NAMES.values())


def measured():
    """What it said. Beside a server of its own: it changes settings and copies databases."""
    bench = [sys.executable, "tools/with_services.py", sys.executable, "-m", "bench"]
    done = subprocess.run([*bench, "--scale", "tiny"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 failed" in done.stdout
    return done.stdout


def test_there_is_a_name_for_every_file_that_measures():
    files = {
        path.stem
        for path in (ROOT / "bench" / "measurements").glob("*.py")
        if "def measure(house)" in path.read_text()
    }

    assert files == set(NAMES)


def test_a_target_says_whether_it_was_kept():
    verdicts = [
        Figure("", "", 1.4, target=1.5).verdict,
        Figure("", "", 1.6, target=1.5).verdict,
        Figure("", "", 0.4, target=0.3, more_is_better=True).verdict,
        Figure("", "", None).verdict,
    ]

    assert verdicts == ["kept", "missed", "kept", "failed"]
    assert "| a | b | 1.60 | ≤ 1.5 | missed |" in markdown(
        {"x": [Figure("a", "b", 1.6, target=1.5)]}
    )
