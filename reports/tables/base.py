"""What a table that can be exported says about itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from grids.models import Area, Reader, inside
from reports.four_eyes import Holds


@dataclass(frozen=True)
class Recipient:
    """For whom a row is written, and whether two people agreed to whole numbers."""

    reader: Reader
    full: bool = False


@dataclass(frozen=True)
class Column:
    """One column; `full` gives what stands there when two people agreed to whole values."""

    key: str
    label: str
    value: Callable[[object, Recipient], object]
    holds: Holds = Holds.ORDINARY
    chosen: bool = True
    full: Callable[[object, Recipient], object] | None = None
    width: int = 12
    text: bool = False  # digits that are no number

    def cell(self, row, to: Recipient):
        return (self.full if self.full and to.full else self.value)(row, to)


@dataclass(frozen=True)
class Ask:
    """The part of a question that every table understands."""

    area: Area
    state: str = ""
    from_on: date | None = None
    until_on: date | None = None

    def within(self, rows: QuerySet, column: str) -> QuerySet:
        """Rows whose moment lies between the days, in local time."""
        if self.from_on:
            rows = rows.filter(**{f"{column}__gte": _begin(self.from_on)})
        if self.until_on:
            rows = rows.filter(**{f"{column}__lt": _begin(self.until_on + timedelta(days=1))})
        return rows

    def here(self, rows: QuerySet, prefix: str = "") -> QuerySet:
        """Rows that lie in the area; `prefix` leads to the row with the area columns."""
        return rows.filter(inside(self.area, prefix=prefix))


def _begin(day):
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Table:
    """One kind of list a street is asked for.

    `find` names the rows a reader may see and export; `prepare` adds what their columns read, and
    an order. `community` tells which community's chain records that a row left.
    """

    slug: str
    label: str
    summary: str
    icon: str
    columns: tuple[Column, ...]
    find: Callable[[Reader, Ask], QuerySet]
    prepare: Callable[[QuerySet], QuerySet]
    community: Callable[[object], int] = lambda row: row.community_id
    states: dict = field(default_factory=dict)  # the first one is chosen
    dated: str = ""  # what the days mean; empty: no days are asked

    def chosen(self, keys: Iterable[str]) -> list[Column]:
        """The columns with these keys, in the table's order."""
        keys = set(keys)
        return [column for column in self.columns if column.key in keys]

    def holds(self, keys: Iterable[str]) -> Holds:
        return max((column.holds for column in self.chosen(keys)), default=Holds.ORDINARY)

    @property
    def has_full(self) -> bool:
        return any(column.full for column in self.columns)


def shown(choices) -> Callable[[str], str]:
    """The label of a stored word. Django's own way asks the catalogue anew for every row."""

    @cache
    def labels(language):
        return {value: str(label) for value, label in choices.choices}

    return lambda value: labels(get_language()).get(value, value)


def day_of(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def clock_of(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
