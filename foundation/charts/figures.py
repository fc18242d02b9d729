"""What a chart shows, before anybody draws it: a title, a sentence, labels and numbers.

Apps count in the database by weeks and months of the local calendar; foundation/charts/drawing.py draws.
No figure ever compares one grid worker with another.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Series:
    """One row of numbers, and in which ink it is drawn: good, rest, warn or bad."""

    name: str
    values: Sequence[int]
    ink: str = "good"


@dataclass(frozen=True)
class Figure:
    """`labels` name the columns (or the rows of a share); every series has a value for each.

    `extra["running"]` says that the last column is not over yet.
    """

    title: str
    sentence: str
    labels: Sequence[str]
    series: Sequence[Series]
    head: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(value for row in self.series for value in row.values)

    def rows(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """The table: a label, and the name and number of each series."""
        return [
            (label, [(row.name, row.values[n]) for row in self.series])
            for n, label in enumerate(self.labels)
        ]


def weeks(on: date, count: int = 12) -> list[date]:
    """The Mondays of the last so many weeks, this week's last."""
    monday = on - timedelta(on.weekday())
    return [monday - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def months(on: date, count: int = 12) -> list[date]:
    """The first days of the last so many months, this month's last."""
    whole = on.year * 12 + on.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(whole - count + 1, whole + 1)]


def week_name(monday: date) -> str:
    return date_format(monday, _("n月j日"))


def week_names(starts: Sequence[date]) -> list[str]:
    """As `weeks` gives them: the last one is not over, so its number says little yet."""
    return [*(week_name(start) for start in starts[:-1]), _("本周到今天")]


def month_name(first: date) -> str:
    return date_format(first, _("n月"))


def beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def since(rows: QuerySet[Any], column: str, starts: Sequence[date]) -> QuerySet[Any]:
    """Rows from the first start on, each with its `period`: the number of the start it follows.

    Boundaries are local midnights worked out here, so both databases count the same days.
    """
    cases = [
        When(**{f"{column}__gte": beginning(start)}, then=Value(number))
        for number, start in reversed(list(enumerate(starts)))
    ]
    counted: QuerySet[Any] = rows.filter(**{f"{column}__gte": beginning(starts[0])}).annotate(
        period=Case(*cases, output_field=IntegerField())
    )
    return counted


def spread(counted: Iterable[tuple[int, str, int]], periods: int) -> dict[str, list[int]]:
    """{name: [number for each period]} from rows (period, name, number)."""
    values: dict[str, list[int]] = defaultdict(lambda: [0] * periods)
    for period, name, number in counted:
        values[name][period] += number
    return values
