"""Communities side by side, for whoever looks after several of them.

In the order of the official tree, never of anybody's merit; and always communities, never workers.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from cases.desk import triaged_by
from cases.models import Case
from grids.models import Area, Reader
from grids.roles import Duty, Level
from visits.field import figures, plots
from visits.field.states import State


@dataclass
class Row:
    """One community: its doors, its people with a tier, its open cases."""

    area: Area
    doors: Counter
    in_time: int | None  # per cent of the people with a tier
    open: int
    late: int
    oldest: Case | None

    @property
    def late_doors(self):
        return self.doors[State.OVERDUE]

    @property
    def summary(self):
        numbers = {"doors": f"{self.late_doors:,}", "open": f"{self.open:,}", "late": self.late}
        return _("%(doors)s 户晚了；%(open)s 件没办结，%(late)s 件过期") % numbers


def looks_after_several(reader: Reader) -> bool:
    areas = {post.area for post in reader.posts_with(Duty.TRIAGE_CASES)}
    return len(areas) > 1 or any(area.level != Level.COMMUNITY for area in areas)


def communities(reader: Reader) -> QuerySet[Area]:
    """Whose cases the reader sorts out, in the order of the official tree."""
    areas = Area.objects.with_duty(reader, Duty.TRIAGE_CASES).valid(on=reader.day)
    return areas.filter(level=Level.COMMUNITY).order_by("path")


def rows(reader: Reader, *, now: datetime) -> list[Row]:
    """Every community whose cases the reader sorts out; five queries, however many there are."""
    doors = plots.sums(reader, by="community")
    people = figures.in_time_by_community(reader)
    cases = _open_cases(reader, now)
    return [
        Row(
            area,
            doors.get(area.pk, Counter()),
            people.get(area.pk),
            **cases.get(area.pk, {"open": 0, "late": 0, "oldest": None}),
        )
        for area in communities(reader)
    ]


def _open_cases(reader, now):
    """{community: how many are open, how many of them late, and which is the oldest}."""
    cases = triaged_by(reader).open()
    late = Count("pk", filter=Q(due_at__lt=now))
    counted = list(
        cases.order_by()
        .values("community")
        .annotate(open=Count("pk"), late=late, since=Min("reported_at"))
    )
    first = cases.filter(reported_at__in=[row["since"] for row in counted])
    oldest = {(case.community_id, case.reported_at): case for case in first}
    return {
        row["community"]: {
            "open": row["open"],
            "late": row["late"],
            "oldest": oldest.get((row["community"], row["since"])),
        }
        for row in counted
    }
