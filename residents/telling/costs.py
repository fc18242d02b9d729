"""What a month of messages was: how many went out on each way, what they cost, what did not arrive."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grids.access import for_duty
from grids.models import Reader
from grids.roles import Duty
from notices.models import Dispatch, Way
from residents.at_office import pending

MONTHS = 12


def by_month(reader: Reader, *, at: datetime) -> list[tuple[datetime, list[dict]]]:
    """The last twelve months, newest first, each with its ways; costs are in fen."""
    begins = [_month(at)]
    for _each in range(MONTHS - 1):
        begins.append(_month(begins[-1] - timedelta(days=1)))
    rows = Dispatch.objects.filter(pending.ours(reader))
    sent = Q(sent_at__gte=begins[-1])
    grouped = (
        rows.filter(sent | Q(given_up_at__gte=begins[-1]))
        .values("way", "sent_at__year", "sent_at__month", "given_up_at__year", "given_up_at__month")
        .annotate(n=Count("pk"), parts=Sum("parts"), cost=Sum("cost"))
    )
    found: dict[tuple, dict] = {}
    for row in grouped:
        kind = "sent_at" if row["sent_at__year"] else "given_up_at"
        key = (row[f"{kind}__year"], row[f"{kind}__month"], row["way"])
        line = found.setdefault(key, {"way": Way(row["way"]).label, "sent": 0, "lost": 0})
        line["sent" if kind == "sent_at" else "lost"] += row["n"]
        line["parts"] = line.get("parts", 0) + (row["parts"] or 0)
        if row["cost"] is not None:
            line["yuan"] = line.get("yuan", 0) + row["cost"] / 100
    return [
        (
            first,
            [found[key] for way in Way.values if (key := (first.year, first.month, way)) in found],
        )
        for first in begins
    ]


def _month(at):
    return timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@for_duty(Duty.ADMINISTER)
@require_GET
def month(request):
    months = [each for each in by_month(request.reader, at=timezone.now()) if each[1]]
    return render(request, "residents/telling/month.html", {"months": months})
