"""The desk in numbers: what is open and for how long, what came in and what was answered."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import CharField, Count, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk import TABS, triaged_by
from foundation.charts import figures
from foundation.charts.figures import Figure, Series
from grids.models import Reader

WEEKS = 12
AGES = {"new": 3, "week": 7, "month": 30}
"""How many days a case has been open, at most; beyond the last it is old."""


def open_by_state_and_age(reader: Reader, *, now: datetime) -> Figure:
    """Open cases at each tab of the desk, by how long ago they were reported; one query."""
    age = models.Case(
        *(
            When(reported_at__gte=now - timedelta(days=days), then=Value(name))
            for name, days in AGES.items()
        ),
        default=Value("old"),
        output_field=CharField(),
    )
    late = models.Case(When(due_at__lt=now, then=Value(1)), default=Value(0))
    rows = triaged_by(reader).open().annotate(age=age, late=late).order_by()
    rows = rows.values_list("status", "age", "late")
    tabs = {tab: label for tab, (label, _statuses) in TABS.items() if tab != "ended"}
    tab_of = {status: tab for tab, (_label, statuses) in TABS.items() for status in statuses}
    counts = dict.fromkeys(((tab, age) for tab in tabs for age in [*AGES, "old"]), 0)
    overdue = 0
    for status, how_old, is_late, count in rows.annotate(Count("pk")):
        counts[tab_of[status], how_old] += count
        overdue += count * is_late

    def row(how_old):
        return [counts[tab, how_old] for tab in tabs]

    everything, old = sum(counts.values()), sum(row("old"))
    return Figure(
        title=_("没办结的事放了多久"),
        sentence=_old_in_words(everything, old, overdue),
        head=_("走到哪一步"),
        labels=[str(label) for label in tabs.values()],
        series=[
            Series(_("3 天以内"), row("new"), "rest"),
            Series(_("4 到 7 天"), row("week"), "good"),
            Series(_("8 到 30 天"), row("month"), "warn"),
            Series(_("30 天以上"), row("old"), "bad"),
        ],
    )


def _old_in_words(everything, old, overdue):
    if not everything:
        return _("没有还没办结的事。")
    text = ngettext("%(n)s 件还没办结", "%(n)s 件还没办结", everything) % {"n": f"{everything:,}"}
    if old:
        text = _("%(open)s，%(old)s 件放了 30 天以上") % {"open": text, "old": f"{old:,}"}
    if overdue:
        return _("%(open)s；%(late)s 件已过答复期限。") % {"open": text, "late": f"{overdue:,}"}
    return _("%(open)s；没有过答复期限的。") % {"open": text}


def reported_and_ended(reader: Reader) -> Figure:
    """Cases that came in and cases that were answered or referred, week by week; two queries."""
    starts = figures.weeks(reader.day, WEEKS)

    def by_week(column):
        rows = figures.since(triaged_by(reader), column, starts).order_by()
        counted = rows.values_list("period").annotate(Count("pk"))
        return figures.spread(((period, "", count) for period, count in counted), WEEKS)[""]

    came, ended = by_week("reported_at"), by_week("closed_at")
    numbers = {"weeks": WEEKS, "came": f"{sum(came):,}", "ended": f"{sum(ended):,}"}
    return Figure(
        title=_("每周来的和办结的"),
        sentence=_("最近 %(weeks)s 周来了 %(came)s 件，办结 %(ended)s 件。") % numbers,
        head=_("从周一算起"),
        labels=figures.week_names(starts),
        extra={"running": True},
        series=[Series(_("办结"), ended, "good"), Series(_("新来"), came, "rest")],
    )
