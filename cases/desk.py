"""The desk: cases by where they stand, the most pressing first."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import moves
from cases.models import ENDED, Case, Priority, Status
from foundation.api import keyset
from grids.models import Area, Reader
from grids.roles import Duty

PAGE = 25
TABS = {
    "reported": (gettext_lazy("待受理"), [Status.REPORTED]),
    "accepted": (gettext_lazy("待派人"), [Status.ACCEPTED]),
    "dispatched": (gettext_lazy("办理中"), [Status.DISPATCHED]),
    "handled": (gettext_lazy("待答复"), [Status.HANDLED]),
    "returned": (gettext_lazy("待补充"), [Status.RETURNED]),
    "ended": (gettext_lazy("办结"), ENDED),
}
LATE = "late"
"""A tab before the others, while anything open is past its deadline, wherever it stands."""


class Links(dict):
    """Where the cases of a list lead: each name is reversed once for all rows, not once for each,
    which was a fifth of the page."""

    NOBODY = str(UUID(int=0))

    def __missing__(self, name):
        self[name] = reverse(f"cases:{name}", args=[self.NOBODY])
        return self[name]

    def to(self, name, case):
        return self[name].replace(self.NOBODY, str(case.uid))


@dataclass
class Line:
    """One row of a list, with what the template needs worked out beforehand."""

    case: Case
    now: datetime
    decides: bool = False  # whether whoever looks sorts out cases
    links: Links = field(default_factory=Links)

    @property
    def url(self):
        return self.links.to("case", self.case)

    @property
    def is_overdue(self):
        return not self.case.has_ended and self.case.due_at < self.now

    @cached_property
    def days_left(self):
        return (timezone.localdate(self.case.due_at) - timezone.localdate(self.now)).days

    @property
    def state(self):
        if self.case.has_ended:
            return "over"
        return "late" if self.is_overdue else "pressing" if self.days_left < 2 else "calm"

    @property
    def time_left(self):
        """Until when it must be answered, in words: the colour only repeats it."""
        days = self.days_left
        if self.case.has_ended:
            return self.case.get_status_display()
        if self.is_overdue and not days:
            return _("今天已过期")
        if self.is_overdue:
            return ngettext("过期 %(n)s 天", "过期 %(n)s 天", -days) % {"n": -days}
        if not days:
            at = timezone.localtime(self.case.due_at)
            return _("今天 %(time)s 前答复") % {"time": f"{at:%H:%M}"}
        return ngettext("%(n)s 天内答复", "%(n)s 天内答复", days) % {"n": days}

    @property
    def sentence(self):
        """The deadline with what it is for."""
        due = timezone.localtime(self.case.due_at)
        values = {
            "day": date_format(due, _("n月j日")),
            "time": f"{due:%H:%M}",
            "left": self.time_left,
        }
        if self.is_overdue:
            return _("应当在 %(day)s %(time)s 以前答复，%(left)s。") % values
        return _("%(day)s %(time)s 以前答复。") % values

    @property
    def pressing(self):
        """The badge of what must not wait, or nothing."""
        return {Priority.URGENT: "urgent", Priority.EMERGENCY: "emergency"}.get(
            self.case.priority, ""
        )

    @property
    def keys(self):
        """What keys open from this row."""
        if not self.decides:
            return {}
        here = [move for move in moves.with_keys() if self.case.status in move.came]
        return {move.key: self.links.to(move.word, self.case) for move in here}


@dataclass
class Page:
    lines: list[Line]
    next: str  # where the next page begins, or nothing


def tab_of(case: Case) -> str:
    return next(tab for tab, (_label, statuses) in TABS.items() if case.status in statuses)


def triaged_by(reader: Reader, *, of: Area | None = None) -> QuerySet[Case]:
    """What the reader sorts out, all of it or what lies in one community."""
    cases = Case.objects.visible_to(reader).with_duty(reader, Duty.TRIAGE_CASES)
    return cases.filter(community=of) if of else cases


def on_tab(reader: Reader, tab: str, now: datetime, *, of: Area | None = None) -> QuerySet[Case]:
    cases = triaged_by(reader, of=of)
    if tab == LATE:
        return cases.overdue(now)
    return cases.filter(status__in=TABS[tab][1], closed_at__isnull=tab != "ended")


def counts(reader: Reader, now: datetime, *, of: Area | None = None) -> dict[str, int]:
    """How many stand at each tab and, as late_…, how many of them are late; one query.

    Ended ones are not counted, for they only grow.
    """
    past = Q(due_at__lt=now)
    counted = {LATE: Count("pk", filter=past)}
    for tab, (_label, statuses) in TABS.items():
        if tab != "ended":
            there = Q(status__in=statuses)
            counted |= {
                tab: Count("pk", filter=there),
                f"late_{tab}": Count("pk", filter=there & past),
            }
    return triaged_by(reader, of=of).open().aggregate(**counted)


def url(tab: str, of: Area | None = None) -> str:
    return reverse("cases:desk") + _query(tab, of)


def _query(tab, of):
    return f"?tab={tab}" + (f"&of={of.code}" if of else "")


def tabs(counts: dict[str, int], *, current: str, of: Area | None = None) -> list[dict]:
    """The tabs as components/tabs.html draws them; what is late stands first and says so."""
    late = counts[LATE]
    at = current == LATE
    first = [{"url": _query(LATE, of), "label": _("已过期"), "late": late, "current": at}]
    return (first if late or current == LATE else []) + [
        {
            "url": _query(tab, of),
            "label": label,
            "count": counts.get(tab),
            "also_late": counts.get(f"late_{tab}"),
            "current": current == tab,
        }
        for tab, (label, _statuses) in TABS.items()
    ]


def page(cases: QuerySet[Case], *, after: str, now: datetime, ended=False, decides=False) -> Page:
    """A page of cases, most pressing first (ended ones: newest first).

    `after` is the place the last page ended at; anything that is no place means the beginning.
    """
    order = ("-closed_at", "-pk") if ended else ("due_at", "pk")
    cases = cases.select_related("category", "grid", "handler")
    found = keyset.page(cases, order=order, cursor=after, size=PAGE, or_first=True)
    links = Links()
    return Page([Line(case, now, decides, links) for case in found.items], found.next or "")
