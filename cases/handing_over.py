"""What is in somebody's hands goes along when their posts go to a successor (grids/handing_over.py).

Confidential matters never do: those who sort them out are asked to send somebody else.
"""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases import need_to_know, notifications
from cases.models import Case, Status, Step
from grids import handing_over
from grids.handing_over import Part
from grids.models import Handover, Reader, inside
from grids.models.areas import any_of


def register() -> None:
    handing_over.goes_along(
        Part("cases", 10, _("在办的事"), lambda row: _in_hand(row).count(), _move)
    )


def _in_hand(row: Handover):
    """Dispatched to the predecessor where the posts lie; nothing confidential is counted."""
    return _theirs(row).filter(confidential=False)


def _theirs(row):
    areas = [post.area for post in row.posts.select_related("area")]
    cases = Case.objects.open().filter(handler=row.user, status=Status.DISPATCHED)
    return cases.filter(any_of(inside(area) for area in areas))


def _move(row: Handover, at: datetime) -> None:
    held = _theirs(row).select_for_update(of=["self"]).order_by("pk")
    for case in held.select_related("category", "community", "handler"):
        if case.confidential:
            if not need_to_know.sees(Reader.for_job(row.user, row.on), case):
                notifications.of_lost_handler(case, by=None, at=at)
            continue
        Case.objects.filter(pk=case.pk).update(handler=row.to, version=F("version") + 1)
        Step.objects.create(
            case=case,
            action=Step.HANDED_OVER,
            from_status=case.status,
            to_status=case.status,
            by=row.to,
            at=at,
            detail={"handler": row.to.pk},
        )
        notifications.settle(case, at=at)
        case.handler, case.version = row.to, case.version + 1
        notifications.to_handler(case, notifications.FOR_YOU, at=at)
