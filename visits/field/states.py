"""How a door stands in the field: its state, how it looks, and what is said about it.

The states are the seasons of a field: shoots (somebody was there), an ear that forms (worth a
look), ripe wheat (due today), stubble (the day has passed), and fallow land (nobody lives there).
Which state a door has is decided in one place, in the database, so that a picture of two hundred
doors and the sums of twenty thousand can never disagree.
"""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from grids.models import Reader, reach
from grids.roles import Duty
from residents.models import Dwelling, Person

SOON_DAYS = 3
"""So many days before the date a door is worth a look when one passes by."""
STALE_DAYS = 90
"""A door nobody heard from for a quarter is worth a look too, even where nobody is due."""


class State(models.TextChoices):
    """In the order of what presses; a door has the first one that fits."""

    OVERDUE = "overdue", gettext_lazy("晚了")
    DUE = "due", gettext_lazy("今天该去")
    CLOSED = "closed", gettext_lazy("请别进屋")
    SOON = "soon", gettext_lazy("顺路看看")
    NEVER = "never", gettext_lazy("还没联系过")
    FRESH = "fresh", gettext_lazy("近期联系过")
    VACANT = "vacant", gettext_lazy("没登记住户")


PRESSING = [State.OVERDUE, State.DUE]
SHOWN = [State.FRESH, State.SOON, State.DUE, State.OVERDUE, State.NEVER, State.CLOSED, State.VACANT]
"""The order of a legend: from green to fallow."""
AS_GROWN = [
    State.OVERDUE,
    State.DUE,
    State.SOON,
    State.FRESH,
    State.NEVER,
    State.CLOSED,
    State.VACANT,
]
"""The order within a plot: the ripe edge first, fallow land last."""


def with_state(doors: models.QuerySet[Dwelling], reader: Reader, **within) -> models.QuerySet:
    """The doors, each with its `state`; `within` names the area all of them lie in.

    The database builds each set of homes once and looks every door up in it. Whoever may see
    doors but not people (a campaign helper) gets what the doors themselves say.
    """
    on = reader.day
    people = Person.objects.visible_to(reader).here().filter(home__isnull=False, **within)
    lived_in = Q(pk__in=people.values("home"))
    stale = timezone.make_aware(datetime.combine(on - timedelta(STALE_DAYS), time.min))
    return doors.annotate(
        state=Case(
            When(pk__in=_homes(people, next_due_on__lt=on), then=Value(State.OVERDUE)),
            When(pk__in=_homes(people, next_due_on=on), then=Value(State.DUE)),
            When(no_entry_since__isnull=False, then=Value(State.CLOSED)),
            When(
                pk__in=_homes(people, next_due_on__lte=on + timedelta(SOON_DAYS)),
                then=Value(State.SOON),
            ),
            When(reach(reader.posts, Duty.SEE_PEOPLE) & ~lived_in, then=Value(State.VACANT)),
            When(last_contact_at=None, then=Value(State.NEVER)),
            When(last_contact_at__lt=stale, then=Value(State.SOON)),
            default=Value(State.FRESH),
            output_field=models.CharField(),
        )
    )


def _homes(people, **due):
    return people.filter(**due).values("home")


def door_in_words(
    state: str, *, last: date | None, due: date | None, closed: bool, on: date
) -> str:
    """What the cell of one door says: 39 天没联系，过了 9 天."""
    parts = [_since(state, last, on), _when(state, due, on)]
    if closed:
        parts.append(_("请别进屋"))
    return _("，").join(part for part in parts if part)


def _since(state, last, on):
    if state == State.VACANT:
        return _("没登记住户")
    if last is None:
        return pgettext("doors", "还没有联系过")
    days = (on - last).days
    if days <= 0:
        return _("今天联系过")
    if state in (State.FRESH, State.CLOSED):
        return ngettext("%(days)s 天前联系过", "%(days)s 天前联系过", days) % {"days": days}
    return ngettext("%(days)s 天没联系", "%(days)s 天没联系", days) % {"days": days}


def _when(state, due, on):
    if state == State.DUE:
        return _("今天该去")
    if state == State.OVERDUE and due:
        days = (on - due).days
        return ngettext("晚了 %(n)s 天", "晚了 %(n)s 天", days) % {"n": days}
    if state == State.SOON:
        days = (due - on).days if due else SOON_DAYS + 1
        if 0 < days <= SOON_DAYS:
            return ngettext("还有 %(n)s 天", "还有 %(n)s 天", days) % {"n": days}
        return _("顺路看看")
    return ""


def in_words(counts: dict[str, int]) -> str:
    """The sum of an area in one sentence; what presses is named, the rest is not counted out."""
    doors = sum(counts.values())
    if not doors:
        return _("还没有登记门牌")
    all_doors = ngettext("%(n)s 户", "%(n)s 户", doors) % {"n": f"{doors:,}"}
    found = [state for state in (*PRESSING, State.SOON) if counts.get(state)]
    if not found and counts.get(State.NEVER):  # nothing presses yet, and nobody was there in time
        found = [State.NEVER]
    named = [
        _("%(n)s 户%(state)s") % {"n": f"{counts[state]:,}", "state": _in_sentence(state)}
        for state in found
    ]
    if not named:
        return _("%(doors)s，都按时联系了") % {"doors": all_doors}
    return _("%(doors)s：%(named)s") % {"doors": all_doors, "named": _("，").join(named)}


def _in_sentence(state):
    return {
        State.OVERDUE: pgettext("doors", "晚了"),
        State.DUE: pgettext("doors", "今天该去"),
        State.SOON: pgettext("doors", "顺路看看"),
        State.NEVER: pgettext("doors", "还没联系过"),
    }[state]
