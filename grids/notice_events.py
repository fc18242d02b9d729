"""What is told about posts and grids, and what posts answer before anything leaves the house."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from grids.models import Posting, Reader, StandIn
from notices import digest, events
from notices.delivery import asked
from notices.events import By, Event
from notices.models import Audience, Notice, Way

BY_STAFF = By((Way.WECOM,))
EVENTS = [
    Event("stand-in", _("代班"), while_posted=True, by_staff=BY_STAFF),
    Event("uncovered", _("没有人代班"), while_posted=True, by_staff=BY_STAFF),
    Event("absence", _("替您登记的不在"), while_posted=True, by_staff=BY_STAFF),
    Event("alone", _("一个人办的事"), by_staff=BY_STAFF),
    Event("boundary", _("网格调整"), while_posted=True, by_staff=BY_STAFF),
    Event("handover", _("交接岗位"), by_staff=BY_STAFF),
    Event("post-ends", _("您的岗位快到期"), while_posted=True, by_staff=BY_STAFF),
    Event("posts-end", _("别人的岗位快到期"), while_posted=True, by_staff=BY_STAFF),
]
ENDED = gettext_noop("收件人的岗位已经结束，没有发。")


def register() -> None:
    events.register(*EVENTS)
    asked.stops(post_ended)
    asked.places(where_posted)
    digest.goes_to(at_work, Reader.for_job)


def at_work(day: date) -> list[int]:
    """Whoever holds a post that day and is there; those who stand in hold one of their own."""
    posts = Posting.objects.on(day).filter(user__is_active=True)
    away = StandIn.objects.on(day).values("absent")
    people = posts.exclude(user__in=away).order_by("user")
    return list(people.values_list("user", flat=True).distinct())


def post_ended(notice: Notice, at: datetime) -> str:
    event = events.of(notice.key)
    if not event.while_posted or event.audience(notice.text) != Audience.STAFF:
        return ""
    posts = Posting.objects.on(timezone.localdate(at)).filter(user=notice.recipient_id)
    works = notice.recipient.is_active and posts.exists()
    return "" if works else ENDED


def where_posted(accounts: list[int], day: date) -> dict[int, str]:
    """The lowest area somebody has a post in."""
    posts = Posting.objects.on(day).filter(user__in=accounts).order_by("area__path", "pk")
    return dict(posts.values_list("user", "area__code"))
