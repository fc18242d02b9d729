"""The table at the end of `prove open` holds what its trials wrote down."""

import pytest

WRITES = """
import pytest

@pytest.mark.parametrize("times", [1, 2])
def test_kills(figures, times):
    figures("kills", tried=times, acknowledged=40, lost=0, doubled=0, seconds=2.04)
"""


@pytest.mark.trial("open")
def test_the_table_holds_what_was_written(pytester):
    pytester.makeconftest("from tests.open.conftest import *")
    pytester.makepyfile(WRITES)

    result = pytester.runpytest("-p", "no:django", "-p", "no:randomly")

    result.stdout.fnmatch_lines(
        ["trial  tried  acknowledged*", "kills  1      40*0     0        2.0", "kills  2*"]
    )
