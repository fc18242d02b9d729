"""The box as whoever answers sees it: rounds by where they stand, and what a year adds up to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.desk import Line
from foundation.api import keyset
from grids.models import Area, Reader
from participation.models import Round
from participation.models.feedback import Kind

PAGE = 25
TABS = {"open": _("等答复"), "late": _("已过期"), "answered": _("已答复")}


@dataclass
class RoundLine(Line):
    """With the lights of a case: how long there still is, in words and by colour."""

    @property
    def round(self):
        return self.case


@dataclass(frozen=True)
class Page:
    lines: list[RoundLine]
    next: str


def rounds(
    reader: Reader, *, tab: str, now: datetime, kind: str = "", of: Area | None = None
) -> QuerySet[Round]:
    rows = Round.objects.visible_to(reader)
    if kind in Kind.values:
        rows = rows.filter(feedback__kind=kind)
    if of:
        rows = rows.filter(Q(feedback__community=of) | Q(feedback__township=of))
    if tab == "answered":
        return rows.filter(answered_at__isnull=False)
    return rows.overdue(now) if tab == "late" else rows.open()


def page(rows: QuerySet[Round], *, tab: str, after: str, now: datetime) -> Page:
    """The most pressing first; what is answered, newest first."""
    order = ("-answered_at", "-pk") if tab == "answered" else ("due_at", "pk")
    rows = rows.select_related("feedback__community", "feedback__township")
    found = keyset.page(rows, order=order, cursor=after, size=PAGE, or_first=True)
    return Page([RoundLine(row, now) for row in found.items], found.next or "")


def places(reader: Reader) -> QuerySet[Area]:
    """The offices whose box this reader may read."""
    seen = Round.objects.visible_to(reader)
    named = seen.values("feedback__community")
    return Area.objects.filter(Q(pk__in=named)).order_by("path")


@dataclass(frozen=True)
class Year:
    """One line of the year: no names, no words, only how many and how fast."""

    name: str
    given: int
    answered: int
    in_time: int
    days: float | None  # from the box to the answer, on average

    @property
    def share(self) -> int | None:
        return round(100 * self.in_time / self.answered) if self.answered else None


def of_year(reader: Reader, year: int) -> list[Year]:
    """By kind, and what was asked a second time; of what this reader may read, and of nothing else.

    Whoever is complained about counts what others count without it. Two queries.
    """
    rows = Round.objects.visible_to(reader).filter(opened_at__year=year)
    first, second = rows.filter(number=1), rows.filter(number=2)
    by_kind = {row["feedback__kind"]: row for row in _counted(first.values("feedback__kind"))}
    lines = [_line(kind.label, by_kind.get(kind.value)) for kind in Kind]
    again = next(iter(_counted(second.values("number"))), None)
    return [*lines, _line(_("说了不满意、再看一次的"), again)]


def _counted(rows):
    answered = Q(answered_at__isnull=False)
    in_time = answered & Q(answered_at__lte=F("due_at"))
    return rows.order_by().annotate(
        given=Count("pk"),
        answered=Count("pk", filter=answered),
        in_time=Count("pk", filter=in_time),
        taken=Avg(F("answered_at") - F("opened_at"), filter=answered),
    )


def _line(name, row):
    if row is None:
        return Year(str(name), 0, 0, 0, None)
    days = row["taken"] / timedelta(days=1) if row["taken"] is not None else None
    days = None if days is None else round(days, 1)
    return Year(str(name), row["given"], row["answered"], row["in_time"], days)


def years(reader: Reader, today: date) -> list[int]:
    """From the first year there is anything of until this one, the newest first."""
    first = Round.objects.visible_to(reader).order_by("opened_at").first()
    since = first.opened_at.year if first else today.year
    return list(range(today.year, since - 1, -1))
