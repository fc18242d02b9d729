"""The lines of the first page: each app registers what can wait with it, in `ready()`.

    lines.register(Line("doors", 20, says, "door-open", rows=…, since="…", row=…))
    notes.append(backups)               # a sentence about the house itself: note(look) → [Note]

`rows(look)` is a queryset `visible_to(look.reader)`; the line shows how many there are and how old
the oldest is, its page exactly those rows. Two queries for a line at most, however many rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grids.models import Area, Reader


@dataclass(frozen=True)
class Look:
    """Who looks and when; `unopened` are the streets of theirs that have not opened yet."""

    reader: Reader
    at: datetime
    unopened: tuple[Area, ...] = ()

    def beside(self, prefix: str = "") -> Q:
        """The condition for rows beside those streets; `prefix` leads to an area."""
        closed = Q(pk__in=[])
        for street in self.unopened:
            closed |= Q(**{f"{prefix}path__startswith": street.path})
        return ~closed if self.unopened else Q()


@dataclass(frozen=True)
class Row:
    """One row on the page of a line, and where it is seen to."""

    title: str
    meta: str
    url: str


@dataclass(frozen=True)
class Line:
    """`says(n)` is the sentence with its number, `since` the column the oldest is found by, if any.

    `lies_ahead`: that column is a day to come, and the first is the nearest.
    """

    slug: str
    place: int
    says: Callable[[int], str]
    icon: str
    rows: Callable[[Look], QuerySet[Any]]
    since: str
    row: Callable[[Any], Row]
    lies_ahead: bool = False


@dataclass(frozen=True)
class Note:
    """One sentence about the house; `is_well` where nobody has to do anything."""

    text: str | Promise
    url: str = ""
    action: str | Promise = ""
    is_late: bool = False
    is_well: bool = False


@dataclass(frozen=True)
class Found:
    """A line that has rows: how many, and the day of the oldest."""

    line: Line
    count: int
    oldest: date | datetime | None

    @property
    def sentence(self) -> str:
        return self.line.says(self.count)

    @property
    def age(self) -> str:
        """How old the oldest is, or when the first one comes."""
        if self.oldest is None:
            return ""
        on = localdate(self.oldest) if isinstance(self.oldest, datetime) else self.oldest
        if self.line.lies_ahead:
            return _("最早的在%(day)s") % {"day": date_format(on, _("n月j日"))}
        days = (localdate() - on).days
        if days < 1:
            return _("今天才有的")
        return ngettext("最久的 %(n)s 天了", "最久的 %(n)s 天了", days) % {"n": days}


_lines: dict[str, Line] = {}
notes: list[Callable[[Look], Iterable[Note]]] = []
"""Who has something to say of the house itself."""


def register(line: Line) -> None:
    _lines[line.slug] = line


def get(slug: str) -> Line | None:
    return _lines.get(slug)


def look(look: Look) -> list[Found]:
    """The lines with anything in them, in their order."""
    found = [_found(line, look) for line in sorted(_lines.values(), key=lambda line: line.place)]
    return [each for each in found if each.count]


def _found(line: Line, look: Look) -> Found:
    rows = line.rows(look).order_by()
    oldest = {"oldest": Min(line.since)} if line.since else {}
    counted = rows.aggregate(count=Count("pk"), **oldest)
    return Found(line, counted["count"], counted.get("oldest"))


def noted(look: Look) -> list[Note]:
    return [note for says in notes for note in says(look)]
