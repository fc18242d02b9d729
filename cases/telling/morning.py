"""What of cases waits for somebody in the morning; a number, never what one of them is about."""

from datetime import datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from cases import desk
from cases.models import Case, Status
from cases.need_to_know import WAITS
from grids.models import Reader
from grids.roles import Duty, Level
from notices import digest
from notices.digest import Line

TO_HANDLE = gettext_noop("派给您办的事有 %(n)s 件。")
TO_SORT_OUT = gettext_noop("等您受理、派人或者答复的事有 %(n)s 件。")
WITH_LATE = {
    TO_HANDLE: gettext_noop("派给您办的事有 %(n)s 件，其中 %(late)s 件今天到期或者已经过期。"),
    TO_SORT_OUT: gettext_noop(
        "等您受理、派人或者答复的事有 %(n)s 件，其中 %(late)s 件今天到期或者已经过期。"
    ),
}


def register() -> None:
    digest.also("cases", 20, to_handle)
    digest.also("desk", 21, to_sort_out)


def to_handle(reader: Reader, at: datetime) -> Line | None:
    """What they were sent with, and what whomever they stand in for was: none that is confidential."""
    mine = Case.objects.visible_to(reader).in_hands_of(reader).filter(status=Status.DISPATCHED)
    return _line(mine, TO_HANDLE, reverse("cases:mine"), at)


def to_sort_out(reader: Reader, at: datetime) -> Line | None:
    """In their own community; what lies above nobody sorts out day by day."""
    posts = reader.posts_with(Duty.TRIAGE_CASES)
    here = [post.area_id for post in posts if post.area.level == Level.COMMUNITY]
    if not here:
        return None
    rows = desk.triaged_by(reader).filter(community__in=here, status__in=WAITS)
    return _line(rows, TO_SORT_OUT, reverse("cases:desk"), at)


def _line(cases, text, link, at):
    day_ends = timezone.make_aware(datetime.combine(timezone.localdate(at), time.max))
    late = Count("pk", filter=Q(due_at__lte=day_ends), distinct=True)
    found = cases.aggregate(n=Count("pk", distinct=True), late=late)
    if not found["n"]:
        return None
    return Line(WITH_LATE[text] if found["late"] else text, found, link)
