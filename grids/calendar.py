"""Working days and working time, by the legal calendar with its make-up workdays.

The State Council's yearly arrangement comes with `chinesecalendar`. For a year it does not know
yet we count Monday to Friday without the days free by law, and say so in the explanation; a day
entered by hand (CalendarDay) wins over both, that of a street or community over one of the house.
A year all of whose days free by law are entered is arranged: nothing in it is a guess any more. So
whoever counts says where: in an Area, or where a row lies that has its columns.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import chinese_calendar
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grids import legal_holidays
from grids.models import CalendarDay, nearest

MORNING = (time(8, 30), time(12))
AFTERNOON = (time(14), time(17, 30))
HOURS_A_DAY = 7
"""Office hours of a street office, 7 working hours a day."""


@dataclass
class Count:
    """The end of a stretch of working time, and what was jumped over on the way."""

    due_at: datetime
    skipped: list[str] = field(default_factory=list)  # ISO dates that are no workdays
    make_up: list[str] = field(default_factory=list)  # weekend days that are workdays
    guessed: bool = False  # a year whose arrangement is not published yet took part
    decided: list[CalendarDay] = field(default_factory=list)  # days somebody entered by hand


def is_workday(day: date, *, decided: dict[date, CalendarDay] | None = None) -> tuple[bool, bool]:
    """(is it a workday, is that only a guess). `decided`: whole years of days entered by hand."""
    decided = decided or {}
    if day in decided:
        return decided[day].is_workday, False
    if is_published(day.year):
        return chinese_calendar.is_workday(day), False
    if day in legal_holidays.of(day.year):
        return False, False
    return day.weekday() < 5, not is_arranged(day.year, decided)


def is_published(year: int) -> bool:
    """Whether `chinesecalendar` knows the year's arrangement."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_arranged(year: int, decided: Container[date]) -> bool:
    """Whether the year's arrangement has been entered: it names every day free by law."""
    by_law = legal_holidays.of(year)
    return bool(by_law) and all(day in decided for day in by_law)


def after_workdays(start: datetime, days: int, *, place: Any) -> Count:
    """The end of office hours, `days` workdays later.

    The day of the report itself does not count, as deadlines in days are counted by law.
    """
    local = timezone.localtime(start)
    count = Count(due_at=start)
    day = _count_days(local.date(), days, count, place)
    count.due_at = timezone.make_aware(datetime.combine(day, AFTERNOON[1]))
    return count


def after_hours(start: datetime, hours: float, *, place: Any) -> Count:
    """Office hours only: nights, noon breaks and days off do not count."""
    local = timezone.localtime(start)
    count = Count(due_at=start)
    decided = _decided(local.date(), place)
    left, day = timedelta(hours=hours), local.date()
    while True:
        if _works(day, decided, count):
            for begin, end in (MORNING, AFTERNOON):
                opens = timezone.make_aware(datetime.combine(day, begin))
                closes = timezone.make_aware(datetime.combine(day, end))
                begins = max(opens, local)
                if begins >= closes:
                    continue
                if left <= closes - begins:
                    count.due_at = begins + left
                    return count
                left -= closes - begins
        day += timedelta(days=1)


def spans(days: Iterable[date]) -> Iterator[str]:
    """Days in a row as "10月1日至10月8日"."""
    found: list[list[date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1][1] = day
        else:
            found.append([day, day])
    pattern = _("n月j日")
    for first, last in found:
        if first == last:
            yield date_format(first, pattern)
        else:
            yield _("%(first)s至%(last)s") % {
                "first": date_format(first, pattern),
                "last": date_format(last, pattern),
            }


def workdays(first: date, last: date, *, place: Any) -> list[date]:
    """The working days from the first day to the last one, both among them; one query."""
    decided = _decided(first, place)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_workday(day, decided=decided)[0]]


def workday_before(day: date, *, place: Any) -> date:
    decided = _decided(day - timedelta(days=20), place)
    before = day - timedelta(days=1)
    while not is_workday(before, decided=decided)[0]:
        before -= timedelta(days=1)
    return before


def _count_days(day, days, count, place):
    decided = _decided(day, place)
    while days:
        day += timedelta(days=1)
        days -= _works(day, decided, count)
    return day


def _works(day, decided, count):
    works, guessed = is_workday(day, decided=decided)
    count.guessed |= guessed
    if day in decided:
        count.decided.append(decided[day])
    if not works:
        count.skipped.append(day.isoformat())
    elif day.weekday() >= 5:
        count.make_up.append(day.isoformat())
    return works


def _decided(start, place):
    days = CalendarDay.objects.holding_at(place).filter(day__year__gte=start.year)
    return nearest(days.select_related("area"), place)
