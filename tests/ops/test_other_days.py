"""The tests pass on any day: on a holiday, as a year ends, on a day few years have."""

import os
import subprocess
import sys

import pytest

from tests.ops.house import ROOT

DAY = "ZERENTIAN_TEST_DAY"  # tests/another_day.py
ROOMS = ["foundation", "notices", "accounts", "grids", "office", "residents", "visits"]
ROOMS += ["announcements", "morality_bank", "cases", "reports", "api"]
DAYS = {
    "a Saturday after New Year": "2027-01-02T04:00",
    "the first day of Spring Festival": "2027-02-06T02:00",
    "half an hour before a year ends in China": "2027-12-31T15:30",
    "a leap day": "2028-02-29T08:00",
    "a year whose holidays nobody has published": "2031-10-03T02:00",
}


@pytest.mark.trial("days")
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_on_this_day_too(day):
    said = played(day, *(f"tests/{room}" for room in ROOMS))

    assert " passed" in said and " failed" not in said and " error" not in said, said


def test_a_test_of_today_alone_is_noticed(tmp_path):
    written = tmp_path / "test_today.py"
    written.write_text("from datetime import date\ndef test(): assert date.today().year < 2031\n")

    assert "1 failed" in played("2031-10-03T02:00", str(written))


def played(day, *what):
    """The last lines of a run that believes it is that day."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.another_day", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-n", "0", "-m", "not slow and not browser", *what],
        cwd=ROOT,
        env={**os.environ, DAY: day},
        capture_output=True,
        text=True,
    )
    return done.stdout[-3000:] + done.stderr[-2000:]
