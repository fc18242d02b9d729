"""What is told about cases, and what has to be asked before any of it leaves the house."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases import need_to_know
from cases.models import Case
from cases.notifications import ANSWERED, ASKED, SOMETHING
from foundation.parameters import as_uid
from grids.models import Reader
from notices import events
from notices.delivery import asked
from notices.events import By, Event
from notices.models import Audience, Notice, Way

CASE = Event(
    "case",
    _("居民的事"),
    to_residents=(ASKED, ANSWERED, SOMETHING),
    aloud=gettext_noop("您反映的事有新消息。"),
    aloud_to_staff=gettext_noop("有一件居民的事等您看。"),
    own=True,
    while_posted=True,
    by_residents=By((Way.TEXT,)),
    by_staff=By((Way.WECOM,)),
)
NOT_THEIRS = gettext_noop("这件事不归收件人看了，没有发。")


def register() -> None:
    events.register(CASE)
    asked.confides(confidential)
    asked.stops(not_theirs)


def confidential(abouts: list[str]) -> set[str]:
    cases = Case.objects.filter(uid__in=filter(None, map(_uid, abouts)), confidential=True)
    return {case.about for case in cases}


def not_theirs(notice: Notice, at: datetime) -> str:
    """Staff who may not open the case now are not told that there is one."""
    uid = _uid(notice.about)
    if uid is None or CASE.audience(notice.text) != Audience.STAFF:
        return ""
    case = Case.objects.filter(uid=uid).first()
    reader = Reader.for_job(notice.recipient, timezone.localdate(at))
    return "" if case and need_to_know.sees(reader, case) else NOT_THEIRS


def _uid(about):
    kind, _colon, uid = about.partition(":")
    return as_uid(uid) if kind == CASE.name else None
