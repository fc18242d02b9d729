"""The State Council's arrangement of one year, taken in before `chinesecalendar` knows it.

It comes as a list (grids/year_lists.py) and holds for the house. What was there for that year is
changed to what the list says; a day it does not name, and somebody entered by hand, stays. It can
be taken back: then what stood there before stands there again. Either way open deadlines that
reach into the year are counted anew, once, and whoever must act hears of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import calendar, legal_holidays, year_lists
from grids.models import ArrangedYear, CalendarDay

REMINDED_FROM = 12
"""The month in which the next year ought to be arranged; it is announced in November."""


class CannotBeTakenBack(Exception):
    """Somebody took it back already, or the year was arranged once more since."""


@dataclass(frozen=True)
class Outcome:
    entered: int
    changed: int
    moved: int  # deadlines that are another moment now


class Deadlines(NamedTuple):
    """Whose deadlines hang on the calendar. Each answers which moved, or would."""

    recount: Callable[..., list[Any]]  # (by=, at=): what was a guess and is none any more
    recount_year: Callable[..., list[Any]]  # (year, by=, at=): all that reach into the year
    ahead: Callable[[int | None], int]  # of recount, or with a year of recount_year; writes nothing


_deadlines: list[Deadlines] = []


def hang_on(deadlines: Deadlines) -> None:
    """Register one more room whose deadlines are counted by the calendar."""
    _deadlines.append(deadlines)


def recount(*, by: User | None, at: datetime) -> int:
    """How many deadlines moved; also when a new `chinesecalendar` knows more years."""
    return sum(len(each.recount(by=by, at=at)) for each in _deadlines)


@leaves_record("year-arranged")
@transaction.atomic
def take_in(*, text: str, year: int, by: User | None, at: datetime) -> Outcome:
    """All or nothing; what was counted by a guess is counted anew. Raises WrongYear."""
    differing = _differing(year_lists.read(text, year=year), _house(year, lock=True))
    before = {row.day.isoformat(): says(there) for there, row in differing}
    for there, row in differing:
        _write(there, row, by, at)
    moved = recount(by=by, at=at)
    if differing:
        after = {row.day.isoformat(): says(row) for _there, row in differing}
        about = {"before": before, "after": after, "moved": moved}
        ArrangedYear.objects.create(year=year, by=by, at=at, **about)
    entered = sum(there is None for there, _row in differing)
    return Outcome(entered, len(differing) - entered, moved)


def rehearse(*, text: str, year: int) -> Outcome:
    """What `take_in` would do, without a trace of it. Raises WrongYear."""
    rows = year_lists.read(text, year=year)
    with transaction.atomic():
        differing = _differing(rows, _house(year))
        for there, row in differing:
            _put(there, row)
        moved = sum(each.ahead(None) for each in _deadlines)
        transaction.set_rollback(True)
    entered = sum(there is None for there, _row in differing)
    return Outcome(entered, len(differing) - entered, moved)


@leaves_record("year-taken-back")
@transaction.atomic
def take_back(*, arranged: ArrangedYear, by: User, at: datetime) -> Outcome:
    """The year as it was before; a day somebody changed by hand since stays as they left it.

    Raises CannotBeTakenBack.
    """
    arranged = ArrangedYear.objects.select_for_update().get(pk=arranged.pk)
    if not arranged.is_last:
        raise CannotBeTakenBack
    going = _going_back(arranged, _house(arranged.year, lock=True))
    for there, row in going:
        _write(there, row, by, at)
    arranged.taken_back_by, arranged.taken_back_at = by, at
    arranged.save(update_fields=["taken_back_by", "taken_back_at"])
    moved = sum(len(each.recount_year(arranged.year, by=by, at=at)) for each in _deadlines)
    return Outcome(0, len(going), moved)


def rehearse_taking_back(arranged: ArrangedYear) -> Outcome:
    """What `take_back` would do, without a trace of it."""
    with transaction.atomic():
        going = _going_back(arranged, _house(arranged.year))
        for there, row in going:
            _put(there, row)
        moved = sum(each.ahead(arranged.year) for each in _deadlines)
        transaction.set_rollback(True)
    return Outcome(0, len(going), moved)


def says(row: CalendarDay | None) -> list[Any] | None:
    """What a day is decided to be, as it is kept; None where nobody decided."""
    return None if row is None else [row.is_workday, row.why]


def _house(year: int, *, lock: bool = False) -> dict[date, CalendarDay]:
    rows = CalendarDay.objects.filter(area=None, day__year=year)
    return {row.day: row for row in (rows.select_for_update() if lock else rows)}


def _differing(rows, house):
    """[(the row that is there or None, the row that is to be)], where the two differ."""
    pairs = ((house.get(row.day), row) for row in rows)
    return [(there, row) for there, row in pairs if says(there) != says(row)]


def _going_back(arranged, house):
    """The same, from what a list made of its days to what they were; None where none was."""
    pairs = []
    for name, before in arranged.before.items():
        day = date.fromisoformat(name)
        there = house.get(day)
        if there is not None and says(there) == arranged.after[name]:
            row = CalendarDay(day=day, is_workday=before[0], why=before[1]) if before else None
            pairs.append((there, row))
    return pairs


def _write(there, row, by, at):
    """Put it there, with its record."""
    was = dict(zip(("is_workday", "why"), says(there) or ("", ""), strict=True))
    if row is None:
        changes = {"row": (str(there), "")}
        trail.thing_changed(scope=trail.HOUSE, thing=there, changes=changes, by=by, at=at)
    kept = _put(there, row)
    if kept is not None:
        changes = trail.differing({name: (was[name], getattr(kept, name)) for name in was})
        trail.thing_changed(scope=trail.HOUSE, thing=kept, changes=changes, by=by, at=at)


def _put(there, row):
    if row is None:
        there.delete()
        return None
    kept = there or row
    kept.is_workday, kept.why = row.is_workday, row.why
    kept.save()
    return kept


def is_known(year: int) -> bool:
    """Whether nothing in the year is a guess for the house any more."""
    if calendar.is_published(year):
        return True
    days = CalendarDay.objects.filter(area=None, day__year=year).values_list("day", flat=True)
    return calendar.is_arranged(year, set(days))


def year_missing(on: date) -> int | None:
    """The year that ought to be arranged by that day and is not: this one, from December the next."""
    years = [on.year, on.year + 1] if on.month >= REMINDED_FROM else [on.year]
    return next((year for year in years if not is_known(year)), None)


def is_in_time(at: datetime) -> bool:
    """For whoever watches over the house."""
    return year_missing(timezone.localdate(at)) is None


def list_of(year: int) -> str:
    """What the house has entered for the year; before that its days free by law, to begin with."""
    rows = list(CalendarDay.objects.filter(area=None, day__year=year))
    if not rows:
        rows = [
            CalendarDay(day=day, is_workday=False, why=legal_holidays.SOURCE)
            for day in legal_holidays.of(year)
        ]
    return year_lists.written(rows)
