"""Nobody waits behind a long change: a roster is killed, gone on with and undone while others write."""

import pytest

from bench.measurements import beside

LINES, KILLS = 34_000, 3
IN_ONE = 3_000  # lines; enough to be noticed when they are written in one piece
SHARE = 15  # the longest wait is a small share of the whole, on whatever machine
pytestmark = pytest.mark.trial("open")


def told_of(figures, name, told):
    for what in ("codes", "contacts"):
        waits = told[what]
        figures(
            f"{what} beside {name}",
            tried=waits["tried"],
            acknowledged=waits["tried"],
            lost=0,
            note=f"p50 {waits['p50']} ms, p99 {waits['p99']}, longest {waits['longest']}; taken in in "
            f"{told['taken in']:.1f} s, undone in {told['undone']:.1f} s",
        )


def longest(told):
    return max(told[what]["longest"] for what in ("codes", "contacts")) / 1000


def test_a_roster_killed_three_times_is_whole_and_holds_up_nobody(figures):
    told = beside.measure(lines=LINES, kills=KILLS)

    told_of(figures, f"a roster of {LINES} lines, killed {KILLS} times", told)
    assert (told["people"], told["wrong"], told["refused"]) == ([LINES, 0], 0, 0)
    assert longest(told) < told["taken in"] / SHARE


def test_a_roster_written_in_one_piece_is_noticed(figures):
    told = beside.measure(lines=IN_ONE, part=10 * IN_ONE)

    told_of(figures, f"a roster of {IN_ONE} lines in one piece", told)
    assert longest(told) > told["taken in"] / SHARE
