"""A year as twelve months of weeks: what each day is, how sure that is, and where it is changed."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from grids import calendar, legal_holidays
from grids.models import CalendarDay, nearest

REST, WORK = gettext_lazy("休"), gettext_lazy("班")
WEEK = [
    pgettext_lazy("weekday", "一"),
    pgettext_lazy("weekday", "二"),
    pgettext_lazy("weekday", "三"),
    pgettext_lazy("weekday", "四"),
    pgettext_lazy("weekday", "五"),
    pgettext_lazy("weekday", "六"),
    pgettext_lazy("weekday", "日"),
]


class Day(NamedTuple):
    """One day. `mark`: 休 or 班 where it is not what its weekday says, else ""; `guess`: only
    reckoned; `own`: decided for this place alone; `said`: all of it in words."""

    on: date
    works: bool
    mark: str | Promise
    guess: bool
    own: bool
    is_today: bool
    said: str
    href: str


class Month(NamedTuple):
    first: date
    weeks: list[list[Day | None]]
    """Seven days each, Monday first; None where another month lies."""


class Year(NamedTuple):
    months: list[Month]
    is_guess: bool
    rest: list[str]
    """Days off that are not only a weekend, in a row as one: "10月1日至10月7日"."""
    made_up: list[str]


Way = Callable[[date, bool, CalendarDay | None], str]
"""(day, whether it is a workday, the row that decides it) → where it is changed, or ""."""


def drawn(year: int, place: Any, *, today: date, way: Way) -> Year:
    """The year as it holds at a place; None is the house. One query."""
    rows = CalendarDay.objects.holding_at(place).filter(day__year=year).select_related("area")
    decided = nearest(rows, place)
    days = [_day(date.fromordinal(each), decided, today, way) for each in _ordinals(year)]
    return Year(
        months=[_month([day for day in days if day.on.month == month]) for month in range(1, 13)],
        is_guess=any(day.guess for day in days),
        rest=list(calendar.spans(_around(days))),
        made_up=list(calendar.spans(day.on for day in days if day.mark == WORK)),
    )


def _ordinals(year):
    return range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)


def _around(days):
    """Days marked as off, with the weekends between and beside them."""
    marked = {day.on for day in days if day.mark == REST}
    stretch: list[date] = []
    for day in [*days, None]:
        if day is not None and not day.works:
            stretch.append(day.on)
            continue
        if marked.intersection(stretch):
            yield from stretch
        stretch = []


def _day(on, decided, today, way):
    works, guess = calendar.is_workday(on, decided=decided)
    row, law = decided.get(on), legal_holidays.names(on.year).get(on)
    weekend = on.weekday() >= 5
    mark = WORK if works and weekend else REST if not works and (law or row or not weekend) else ""
    return Day(
        on=on,
        works=works,
        mark=mark,
        guess=guess,
        own=row is not None and row.area_id is not None,
        is_today=on == today,
        said=_in_words(on, works, guess, law, row),
        href="" if on < today or law else way(on, works, row),
    )


def _in_words(on, works, guess, law, row):
    parts = [date_format(on, _("n月j日")), _("上班") if works else _("休息")]
    parts += [str(law)] if law else []
    parts += [row.why] if row else []
    parts += [_("推算的")] if guess else []
    return _("，").join(parts)


def _month(days):
    cells: list[Day | None] = [None] * days[0].on.weekday() + days
    cells += [None] * (-len(cells) % 7)
    return Month(days[0].on, [cells[start : start + 7] for start in range(0, len(cells), 7)])
