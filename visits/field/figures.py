"""The field in numbers: contacts by week, who is reached in time, what the next weeks ask for.

Always of an area, never of one worker, and never against each other.
"""

from datetime import timedelta

from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from foundation.charts import figures
from foundation.charts.figures import Figure, Series
from grids.models import Reader
from residents import care, tiers
from residents.models import Person
from visits.models import REACHED, Visit

WEEKS = 12
AHEAD = 5
"""How many weeks of what is to come, this one first."""
DAYS = [
    pgettext_lazy("weekday", "一"),
    pgettext_lazy("weekday", "二"),
    pgettext_lazy("weekday", "三"),
    pgettext_lazy("weekday", "四"),
    pgettext_lazy("weekday", "五"),
    pgettext_lazy("weekday", "六"),
    pgettext_lazy("weekday", "日"),
]


def all_of(reader: Reader, *, within: dict) -> dict:
    """The figures of one area, four queries however large it is."""
    return {
        "in_time": in_time(reader, within=within),
        "ahead": ahead(reader, within=within),
        "contacts": contacts_by_week(reader, within=within),
    }


def contacts_by_week(reader: Reader, *, within: dict) -> Figure:
    starts = figures.weeks(reader.day, WEEKS)
    rows = figures.since(
        Visit.objects.visible_to(reader).standing().filter(**within), "occurred_at", starts
    )
    met = Case(When(outcome__in=REACHED, then=Value(1)), default=Value(0))
    counted = rows.annotate(met=met).order_by().values_list("period", "met")
    by_kind = figures.spread(counted.annotate(Count("pk")), WEEKS)
    met, vain = by_kind[1], by_kind[0]
    numbers = {"met": f"{sum(met):,}", "vain": f"{sum(vain):,}", "weeks": WEEKS}
    return Figure(
        title=_("每周的联系"),
        sentence=_(
            "最近 %(weeks)s 周见到、问到 %(met)s 次，去了没见着 %(vain)s 次。没见着的也算工作。"
        )
        % numbers,
        head=_("从周一算起"),
        labels=figures.week_names(starts),
        extra={"running": True},
        series=[Series(_("见到、问到"), met, "good"), Series(_("没见着"), vain, "rest")],
    )


def in_time(reader: Reader, *, within: dict) -> Figure:
    """Of the people with a tier: whose contact is in time, due today, and late."""
    on, people = reader.day, Person.objects.visible_to(reader).here().filter(**within)
    people = people.exclude(tier="")
    standing = Case(
        When(next_due_on__lt=on, then=Value("late")),
        When(next_due_on=on, then=Value("due")),
        default=Value("in_time"),
    )
    by = ("community_id", "township_id", "tier", "stands")
    counted = people.annotate(stands=standing).order_by().values(*by).annotate(people=Count("pk"))
    # Each group lies in a place, as its columns say.
    groups = list(counted.values_list(*by, "people", named=True))
    rules = tiers.at(*groups or [None])

    def row(stands):
        return [
            sum(group.people for group in groups if (group.tier, group.stands) == (tier, stands))
            for tier in care.Tier
        ]

    late, everybody = sum(row("late")), sum(group.people for group in groups)
    return Figure(
        title=_("按时联系了吗"),
        sentence=_sentence(everybody, late),
        head=_("多久联系一次"),
        labels=[_("、").join(rules.rhythms(tier)) or tier.label for tier in care.Tier],
        series=[
            Series(_("还没到时候"), row("in_time"), "good"),
            Series(_("今天该联系"), row("due"), "warn"),
            Series(_("晚了"), row("late"), "bad"),
        ],
    )


def _sentence(everybody, late):
    if not everybody:
        return _("这里还没有要常联系的居民。")
    if not late:
        return ngettext(
            "要常联系的 %(n)s 位居民，没有一位晚了。",
            "要常联系的 %(n)s 位居民，没有一位晚了。",
            everybody,
        ) % {"n": f"{everybody:,}"}
    numbers = {"n": f"{everybody:,}", "late": f"{late:,}", "share": in_percent(everybody, late)}
    return _("要常联系的 %(n)s 位居民里，%(share)s%% 按时联系了，%(late)s 位晚了。") % numbers


def in_time_by_community(reader: Reader) -> dict[int, int]:
    """{community: per cent of the people with a tier who are not late}, in one query."""
    people = Person.objects.visible_to(reader).here().exclude(tier="").order_by()
    late = Count("pk", filter=Q(next_due_on__lt=reader.day))
    counted = people.values_list("community").annotate(everybody=Count("pk"), late=late)
    return {community: in_percent(everybody, late) for community, everybody, late in counted}


def in_percent(everybody: int, late: int) -> int:
    """The share in time, rounded half up; never 100 with somebody late, nor 0 with one in time."""
    in_time = everybody - late
    share = (200 * in_time + everybody) // (2 * everybody)
    return max(min(share, 99 if late else 100), 1 if in_time else 0)


def ahead(reader: Reader, *, within: dict) -> Figure:
    """How many people come due on each day of the next weeks; what is late stands on today."""
    on = reader.day
    monday = on - timedelta(on.weekday())
    days = [monday + timedelta(n) for n in range(7 * AHEAD)]
    people = Person.objects.visible_to(reader).filter(**within).due(days[-1])
    due = dict.fromkeys(days, 0)
    for day, count in people.order_by().values_list("next_due_on").annotate(Count("pk")):
        due[max(day, on)] += count
    values, today = list(due.values()), on.weekday()
    numbers = {"today": f"{values[today]:,}", "n": f"{sum(values[today : today + 7]):,}"}
    return Figure(
        title=_("接下来五周该联系多少人"),
        sentence=_("今天 %(today)s 人，一周内 %(n)s 人。晚了的都算在今天。") % numbers,
        head=_("日期"),
        labels=[figures.week_name(day) for day in days],
        series=[Series(_("该联系的人"), values)],
        extra={
            "days": [str(name) for name in DAYS],
            "weeks": [f"{day.month}/{day.day}" for day in days[::7]],
            "today": today,
        },
    )
