"""What people are told about exports: that somebody waits, that a file is there, that it is not."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.two_people import Hands
from grids.models import Posting, Reader
from grids.roles import Duty
from notices import digest, outbox
from notices.digest import Line
from reports.models import Export

PLEASE_AGREE = gettext_noop("%(who)s想导出一份表，请您看一看，要不要批准。")
WAITING = gettext_noop("等您批准的导出有 %(n)s 份。")
READY = gettext_noop("您要的表写好了，24 小时内可以下载。")
REFUSED = gettext_noop("您要导出的表没有批准，看看原因。")


def register() -> None:
    digest.also("exports", 61, waiting)


def waiting(reader: Reader, at: datetime) -> Line | None:
    """Tables others asked for, that this reader may be the second person for."""
    rows = Export.objects.overseen_by(reader).filter(state=Export.State.TO_AGREE)
    asked = rows.select_related("asked_by")
    hands = Hands(reader.day) if asked else None
    n = sum(hands.are_two(export.asked_by, reader.user) for export in asked)
    return Line(WAITING, {"n": n}, reverse("reports:exports")) if n else None


def agreers(export: Export, *, on) -> list:
    """Whoever may agree to this export today: not who asked, nor who may be the same person."""
    posts = Posting.objects.on(on).allowing(Duty.APPROVE_EXPORTS).over(export.area)
    posts = posts.filter(user__is_active=True).exclude(user=export.asked_by)
    found = {post.user_id: post.user for post in posts.select_related("user")}
    hands = Hands(on)
    return [user for user in found.values() if hands.are_two(export.asked_by, user)]


def ask_to_agree(export: Export, *, at: datetime) -> None:
    for user in agreers(export, on=timezone.localdate(at)):
        _tell(user, export, PLEASE_AGREE, at, who=export.asked_by.name)


def tell_ready(export: Export, *, at: datetime) -> None:
    """Whoever waited on the page sees it there; others have gone on to something else."""
    if export.agreed_by_id or export.expected > Export.IN_REQUEST:
        _tell(export.asked_by, export, READY, at)


def tell_refused(export: Export, *, at: datetime) -> None:
    _tell(export.asked_by, export, REFUSED, at)


def _tell(user, export, text, at, **values):
    outbox.tell(
        to=user,
        key=f"export:{export.uid}:{text[:8]}:{at:%Y%m%d%H%M}",
        about=f"export:{export.uid}",
        text=text,
        values=values,
        link=reverse("reports:export", args=[export.uid]),
        at=at,
    )
