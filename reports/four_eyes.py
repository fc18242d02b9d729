"""When one person may not decide alone that data leaves the house.

法释〔2017〕10号 makes 50 pieces of whereabouts, 500 of health or dealings and 5,000 of any other
personal information a crime, half as many for data got on duty, and "以上" includes the number
itself. We ask a second person long before: from 25, from 250, and above 1,000. Case texts and
whole numbers always take two. Rows are added up over a day, so many small files are one large one.
"""

from datetime import datetime
from enum import IntEnum

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Holds(IntEnum):
    """What the most delicate column of a table tells."""

    ORDINARY = 0
    SENSITIVE = 1  # health, need, who lives where empty
    WHEREABOUTS = 2  # who was where at what time
    CASE_TEXT = 3  # what somebody reported


FROM_ROWS = {
    Holds.ORDINARY: 1_001,
    Holds.SENSITIVE: 250,
    Holds.WHEREABOUTS: 25,
    Holds.CASE_TEXT: 1,
}


class Because(models.TextChoices):
    """Why a second person has to agree, as both of them read it."""

    FULL = "full", _("带完整号码或门牌")
    MANY = "many", _("一天里超过 1,000 行")
    SENSITIVE = "sensitive", _("带健康、困难这类敏感内容，一天里满 250 行")
    WHEREABOUTS = "whereabouts", _("写着谁几点在哪里，一天里满 25 行")
    CASE_TEXT = "case_text", _("带居民反映的原话")


REASONS = {
    Holds.ORDINARY: Because.MANY,
    Holds.SENSITIVE: Because.SENSITIVE,
    Holds.WHEREABOUTS: Because.WHEREABOUTS,
    Holds.CASE_TEXT: Because.CASE_TEXT,
}


def because(exports, *, by: User, holds: int, full: bool, rows: int, at: datetime, but=None) -> str:
    """Why `by` needs a second person for that many rows more today; empty if they need none.

    `exports` are all there are (the model's manager), `but` is one not to count. Only what
    nobody else agreed to adds up, from midnight here on.
    """
    if full:
        return Because.FULL
    lately = exports.filter(asked_by=by, asked_at__gte=_midnight(at)).left_alone()
    if but is not None:
        lately = lately.exclude(pk=but.pk)
    for level in reversed(Holds):
        if level <= holds:
            same = lately.filter(holds__gte=level)
            before = same.aggregate(rows=Sum(Greatest("expected", "rows")))["rows"] or 0
            if before + rows >= FROM_ROWS[level]:
                return REASONS[level]
    return ""


def _midnight(at):
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
