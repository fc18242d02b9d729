"""Communities side by side, for whoever looks after several of them.

In the order of the official tree, never of anybody's merit; and always communities, never workers.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases.desk import triaged_by
from cases.models import Case
from grids.models import Area, posts_of
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


def looks_after_several(user: User) -> bool:
    areas = {post.area for post in posts_of(user) if Duty.TRIAGE_CASES in post.duties}
    return len(areas) > 1 or any(area.level != Level.COMMUNITY for area in areas)


def communities(user: User, *, now: datetime) -> QuerySet[Area]:
    """Whose cases the user sorts out, in the order of the official tree."""
    areas = Area.objects.where(user, Duty.TRIAGE_CASES).valid(on=timezone.localdate(now))
    return areas.filter(level=Level.COMMUNITY).order_by("path")


def rows(user: User, *, now: datetime) -> list[Row]:
    """Every community whose cases the user sorts out; five queries, however many there are."""
    on = timezone.localdate(now)
    doors = plots.sums(user, on=on, by="community")
    people = figures.in_time_by_community(user, on=on)
    cases = _open_cases(user, now)
    return [
        Row(
            area,
            doors.get(area.pk, Counter()),
            people.get(area.pk),
            **cases.get(area.pk, {"open": 0, "late": 0, "oldest": None}),
        )
        for area in communities(user, now=now)
    ]


def _open_cases(user, now):
    """{community: how many are open, how many of them late, and which is the oldest}."""
    cases = triaged_by(user).open()
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
