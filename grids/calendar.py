"""Working days and working time, by the legal calendar with its make-up workdays.

The State Council's yearly arrangement comes with `chinesecalendar`. For a year it does not know
yet we count Monday to Friday and say so in the explanation; the street office may enter a day
by hand (CalendarDay), which wins over both.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import chinese_calendar
from django.utils import timezone

from grids.models import CalendarDay

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


def is_workday(day: date, *, decided: dict[date, bool] | None = None) -> tuple[bool, bool]:
    """(is it a workday, is that only a guess)."""
    if decided and day in decided:
        return decided[day], False
    try:
        return chinese_calendar.is_workday(day), False
    except NotImplementedError:
        return day.weekday() < 5, True


def after_workdays(start: datetime, days: int) -> Count:
    """The end of office hours, `days` workdays later.

    The day of the report itself does not count, as deadlines in days are counted by law.
    """
    local = timezone.localtime(start)
    count = Count(due_at=start)
    day = _count_days(local.date(), days, count)
    count.due_at = timezone.make_aware(datetime.combine(day, AFTERNOON[1]))
    return count


def after_hours(start: datetime, hours: float) -> Count:
    """Office hours only: nights, noon breaks and days off do not count."""
    local = timezone.localtime(start)
    count = Count(due_at=start)
    decided = _decided(local.date())
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


def workday_before(day: date) -> date:
    decided = _decided(day - timedelta(days=20))
    before = day - timedelta(days=1)
    while not is_workday(before, decided=decided)[0]:
        before -= timedelta(days=1)
    return before


def _count_days(day, days, count):
    decided = _decided(day)
    while days:
        day += timedelta(days=1)
        days -= _works(day, decided, count)
    return day


def _works(day, decided, count):
    works, guessed = is_workday(day, decided=decided)
    count.guessed |= guessed
    if not works:
        count.skipped.append(day.isoformat())
    elif day.weekday() >= 5:
        count.make_up.append(day.isoformat())
    return works


def _decided(start):
    return dict(CalendarDay.objects.filter(day__gte=start).values_list("day", "is_workday"))
