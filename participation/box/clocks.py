"""Until when it must be answered, and why."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases import clocks
from cases.models import Deadline
from grids import regulations
from grids.models import nearest
from participation.models import FeedbackDeadline, Round

FIVE_DAYS = gettext_noop("意见、投诉五个工作日以内答复")
OTHERWISE = FeedbackDeadline(amount=5, basis=FIVE_DAYS)
"""What holds when the street office has deleted every row."""


def due(*, place: Any, at: datetime) -> tuple[datetime, dict[str, Any]]:
    """(due at, because): counted in working days, as deadlines of cases are, and explained alike."""
    rule = rule_at(place)
    counted = {
        "start": at.isoformat(),
        "amount": rule.amount,
        "unit": Deadline.Unit.WORKDAYS.value,
        "basis": rule.basis,
        "of": regulations.name_of(rule.area) if rule.pk else None,
    }
    return clocks.counted_anew(counted, place=place)


def explain(opened: Round) -> list[str]:
    """The computation in sentences; the ground we ship in the language of the reader, and nobody's."""
    because = opened.due_because
    if because.get("basis") == FIVE_DAYS:
        because = because | {"basis": _(FIVE_DAYS), "of": None}
    return clocks.explain(because, opened.due_at)


def rule_at(place: Any) -> FeedbackDeadline:
    """The community's if it has one, else the street's, else the house's."""
    rows = FeedbackDeadline.objects.holding_at(place).select_related("area")
    return nearest(rows, place).get(OTHERWISE.about, OTHERWISE)
