"""An export of everybody holds up nobody: codes and contacts are written on SQLite meanwhile."""

import pytest

from bench.measurements import beside, exporting

PEOPLE = 34_000
HELD = 8_000  # people; enough to be noticed when their file is written within one turn
SHARE = 5  # the longest wait is a small share of the whole, on whatever machine
pytestmark = pytest.mark.trial("open")


def told_of(figures, name, told):
    for what in ("codes", "contacts"):
        waits = told[what]
        figures(
            f"{what} beside {name}",
            tried=waits["tried"],
            note=f"p50 {waits['p50']} ms, p99 {waits['p99']}, longest {waits['longest']}; written in "
            f"{told['written']:.1f} s",
        )


def longest(told):
    return max(told[what]["longest"] for what in ("codes", "contacts")) / 1000


def test_an_export_of_everybody_holds_up_nobody(figures):
    told = exporting.measure(people=PEOPLE)

    told_of(figures, f"an export of {PEOPLE} people", told)
    assert (told["state"], told["rows"], told["refused"]) == ("ready", PEOPLE + beside.PHONES, 0)
    assert longest(told) < told["written"] / SHARE


def test_an_export_that_holds_a_turn_is_noticed(figures):
    told = exporting.measure(people=HELD, holding=True)

    told_of(figures, f"an export of {HELD} people within a turn", told)
    assert told["state"] == "ready"
    assert longest(told) > told["written"] / SHARE
