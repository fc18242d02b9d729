"""The State Council's arrangement of one year, taken in before `chinesecalendar` knows it.

A file names each day off and each make-up day, a line each: date, 休 or 班, and on whose word.

    2027-02-05,休,国务院办公厅通知
    2027-02-14,班,国务院办公厅通知

It holds for the house. What was there for that year is changed to what the file says; a day the
file does not name, and somebody entered by hand, stays.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import calendar, legal_holidays
from grids.models import CalendarDay

WORDS = {"休": False, "班": True, "off": False, "work": True}
LONGEST = 400
"""Lines; a year has 366 days."""
REMINDED_FROM = 12
"""The month in which the next year ought to be arranged; it is announced in November."""

_acts: list[Callable[..., list[Any]]] = []


class WrongYear(Exception):
    """Nothing was taken in. `faults`: a sentence for each line that is wrong."""

    def __init__(self, faults: list[str]):
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Outcome:
    entered: int
    changed: int
    moved: int  # deadlines that are another moment now


def when_arranged(act: Callable[..., list[Any]]) -> None:
    """`act(by=, at=)` counts anew what was a guess, and returns what moved."""
    _acts.append(act)


def recount(*, by: User | None, at: datetime) -> int:
    """How many deadlines moved; also when a new `chinesecalendar` knows more years."""
    return sum(len(act(by=by, at=at)) for act in _acts)


def read(text: str, *, year: int) -> list[CalendarDay]:
    """Rows not yet saved. Raises WrongYear with everything that is wrong."""
    days: dict[date, CalendarDay] = {}
    faults: list[str] = []
    lines = text.lstrip("\ufeff").replace("\t", ",").splitlines()
    if len(lines) > LONGEST:
        raise WrongYear([_("一年最多 %(n)s 行，请只留这一年的。") % {"n": LONGEST}])
    for number, cells in enumerate(csv.reader(lines), 1):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = _row([cell.strip() for cell in cells], year)
            if row.day in days:
                raise ValidationError(_("这一天写了两次，请留一行。"))
            days[row.day] = row
        except ValidationError as error:
            said = " ".join(error.messages)
            faults.append(_("第 %(line)s 行：%(fault)s") % {"line": number, "fault": said})
    missing = sorted(legal_holidays.of(year) - days.keys())
    if missing and not faults:
        named = _("、").join(date_format(day, _("n月j日")) for day in missing)
        faults.append(_("还缺法定节日：%(days)s。请补上再导入。") % {"days": named})
    if faults:
        raise WrongYear(faults)
    return list(days.values())


def _row(cells, year):
    if len(cells) != 3 or cells[1] not in WORDS:
        raise ValidationError(_("要写三格：日期、“休”或“班”、依据，用逗号隔开。"))
    try:
        day = date.fromisoformat(cells[0])
    except ValueError:
        raise ValidationError(_("日期要写成 2027-02-05 这样。")) from None
    if day.year != year:
        raise ValidationError(_("这一天不在 %(year)s 年。") % {"year": year})
    row = CalendarDay(day=day, is_workday=WORDS[cells[1]], why=cells[2])
    row.full_clean(validate_unique=False, validate_constraints=False)
    return row


@leaves_record("year-arranged")
@transaction.atomic
def take_in(*, text: str, year: int, by: User | None, at: datetime) -> Outcome:
    """All or nothing; what was counted by a guess is counted anew. Raises WrongYear."""
    rows = read(text, year=year)
    house = CalendarDay.objects.select_for_update().filter(area=None, day__year=year)
    known = {row.day: row for row in house}
    entered = changed = 0
    for row in rows:
        kept = known.get(row.day, CalendarDay(day=row.day))
        says = {"is_workday": row.is_workday, "why": row.why}
        changes = trail.differing(
            {name: (getattr(kept, name) if kept.pk else "", value) for name, value in says.items()}
        )
        if not changes:
            continue
        entered, changed = entered + (kept.pk is None), changed + (kept.pk is not None)
        kept.is_workday, kept.why = row.is_workday, row.why
        kept.save()
        trail.thing_changed(scope=trail.HOUSE, thing=kept, changes=changes, by=by, at=at)
    return Outcome(entered, changed, recount(by=by, at=at))


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


def reminders_for(on: date) -> list[str]:
    """What the street office reads while a year is missing."""
    if (year := year_missing(on)) is None:
        return []
    sentence = _(
        "%(year)s年的放假和调休还没有录入，期限先按法定节日推算。"
        "国务院办公厅公布以后，请管服务器的人用 import_calendar 导入。"
    )
    return [sentence % {"year": year}]
