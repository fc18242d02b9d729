"""Who has whose work: on each day what a naive look finds, one person who is present, no circle."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from grids.standing_in import chains
from grids.standing_in.chains import Away
from tests.conftest import TODAY

PEOPLE, DAYS = 6, 12


@st.composite
def absences(draw):
    """Some of it overlaps, points at whoever is away as well, or began days ago."""
    rows = []
    for key in range(draw(st.integers(0, 9))):
        user, first = draw(st.integers(1, PEOPLE)), draw(st.integers(-4, DAYS))
        others = [None, *(each for each in range(1, PEOPLE + 1) if each != user)]
        last = first + draw(st.integers(0, 6))
        rows.append(Away(key, user, day(first), day(last), draw(st.sampled_from(others))))
    return rows


def day(n):
    return TODAY + timedelta(days=n)


def naively(rows, user, on):
    """Ask on from one to the next, as somebody with a calendar on the wall would."""
    asked = [user]
    while True:
        theirs = [
            row for row in rows if row.user == asked[-1] and row.from_on <= on <= row.until_on
        ]
        if not theirs:
            return asked[-1]
        named = max(theirs).stand_in
        if named is None or named in asked:
            return None
        asked.append(named)


@given(absences())
def test_each_day_is_as_a_naive_look_finds_it(rows):
    found = chains.resolve(rows, since=TODAY)
    spans = {}
    for days in found:
        assert days.from_on >= TODAY
        for n in range((days.until_on - days.from_on).days + 1):
            at = (days.absent, days.from_on + timedelta(days=n))
            assert at not in spans
            spans[at] = days.by
    wanted = {}
    for user in range(1, PEOPLE + 1):
        for n in range(DAYS + 8):
            if (by := naively(rows, user, day(n))) != user:
                wanted[user, day(n)] = by
    assert spans == wanted
    away = set(spans)
    assert not [1 for (_user, on), by in spans.items() if by and (by, on) in away]
    # Days one after the other with one answer are one row: the same question finds the same rows.
    merged = {(one.absent, one.key, one.by, one.until_on + timedelta(days=1)) for one in found}
    assert not merged & {(each.absent, each.key, each.by, each.from_on) for each in found}


@given(absences())
def test_a_circle_is_seen_before_it_is_written(rows):
    """Whoever's work would come back to them on some day from today on, and nobody else."""

    def comes_back(user):
        for n in range(DAYS + 8):
            asked = [user]
            while asked[-1] is not None and asked[-1] not in asked[:-1]:
                theirs = [
                    e for e in rows if e.user == asked[-1] and e.from_on <= day(n) <= e.until_on
                ]
                asked.append(max(theirs).stand_in if theirs else None)
            if asked[-1] == user:
                return True
        return False

    for user in range(1, PEOPLE + 1):
        assert chains.closes_a_circle(rows, user, since=TODAY) == comes_back(user)
