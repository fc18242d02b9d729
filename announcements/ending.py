"""An announcement that is about to be over: whoever published it may want to say it on."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_noop

from announcements.models import Announcement
from grids.models import Reader
from grids.roles import Duty
from notices import digest
from notices.digest import Line

ENDS = gettext_noop(
    "您发布的公告有 %(n)s 条今天或者明天到期。要接着说的话，请改最后一天，或者另写一条。"
)
NEAR = timedelta(days=1)
SHORT = timedelta(days=3)
"""One that was only for a few days was meant to end."""


def register() -> None:
    digest.also("announcements", 80, about_to_end)


def about_to_end(reader: Reader, at: datetime) -> Line | None:
    """Without their need or words; one that is being corrected has a draft, and is not named."""
    if not reader.holds(Duty.ANNOUNCE):
        return None
    rows = Announcement.objects.writable_by(reader).standing(reader.day)
    rows = rows.filter(current__published_by=reader.user, current__until_on__lte=reader.day + NEAR)
    drafts = rows.filter(versions__published_at=None).values("pk")
    ends = rows.exclude(pk__in=drafts).values_list("current__from_on", "current__until_on")
    n = sum(until_on - from_on >= SHORT for from_on, until_on in ends)
    return Line(ENDS, {"n": n}, reverse("announcements:said")) if n else None
