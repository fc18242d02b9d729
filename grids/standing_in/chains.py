"""Of what everybody said, who has whose work on which day: a pure function of absences.

Whoever stands in may be away as well: the work goes on to whom they named, until somebody is
present. A chain that ends with nobody, or would come back to somebody it passed, leaves the day
uncovered. Where somebody said two things of one day, what was said last holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Away(NamedTuple):
    """One absence: who is away, on which days, and whom they named. People are keys."""

    key: int  # in the order in which they were said
    user: int
    from_on: date
    until_on: date
    stand_in: int | None


class Days(NamedTuple):
    """On these days `by` has the work of `absent`; None where nobody is there."""

    key: int  # of the absence
    absent: int
    by: int | None
    from_on: date
    until_on: date


def resolve(absences: Iterable[Away], *, since: date) -> list[Days]:
    """From that day on, by person and day; days one after the other with one answer are one."""
    said = sorted(absences)
    found: dict[int, list[Days]] = {}
    for first, last in _spans(said, since):
        away = {each.user: each for each in said if each.from_on <= first <= each.until_on}
        for user, each in away.items():
            days = Days(each.key, user, who(user, away), first, last)
            _append(found.setdefault(user, []), days)
    return [days for user in sorted(found) for days in found[user]]


def who(user: int, away: Mapping[int, Away]) -> int | None:
    """Who is present and has this person's work, on a day on which these are away."""
    passed = {user}
    named = away[user].stand_in
    while named in away and named is not None:
        if named in passed:
            return None
        passed.add(named)
        named = away[named].stand_in
    return named


def closes_a_circle(absences: Iterable[Away], user: int, *, since: date) -> bool:
    """Whether on some day the work of this person would come back to them."""
    said = sorted(absences)
    for first, _last in _spans(said, since):
        away = {each.user: each for each in said if each.from_on <= first <= each.until_on}
        if user in away and _comes_back(user, away):
            return True
    return False


def _comes_back(user, away):
    passed, named = set(), away[user].stand_in
    while named in away and named not in passed:
        if named == user:
            return True
        passed.add(named)
        named = away[named].stand_in
    return False


def _spans(said: list[Away], since: date) -> Iterator[tuple[date, date]]:
    """The days from then on, cut wherever anybody leaves or comes back."""
    cuts = {since} | {each.from_on for each in said} | {each.until_on + ONE_DAY for each in said}
    days = sorted(cut for cut in cuts if cut >= since)
    for first, after in zip(days, days[1:], strict=False):
        yield first, after - ONE_DAY


def _append(days: list[Days], more: Days) -> None:
    last = days[-1] if days else None
    if last and last[:3] == more[:3] and last.until_on + ONE_DAY == more.from_on:
        days[-1] = last._replace(until_on=more.until_on)
    else:
        days.append(more)
