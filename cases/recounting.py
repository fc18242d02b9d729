"""Open deadlines that were a guess are counted anew once their year is arranged."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from cases import clocks, notifications
from cases.models import Case, Step


@transaction.atomic
def recount(*, by: User | None, at: datetime) -> list[Case]:
    """Whose deadline moved. From what and by which rule each counts stays as it was.

    One that still is a guess stays. Where the moment moves, a step says from where to where, and
    who must act hears of it; where it does not, only the explanation says it is no guess now.
    """
    guessed = Case.objects.open().filter(due_because__guessed=True).order_by("pk")
    rows = guessed.select_for_update(of=("self",)).select_related(
        "category", "handler", "community", "reporter"
    )
    return [case for case in rows if _count_anew(case, by, at)]


def _count_anew(case, by, at):
    due_at, because = clocks.counted_anew(case.due_because, place=case)
    if because["guessed"]:
        return False
    before, former = case.due_at, case.due_because
    case.due_at, case.due_because = due_at, because
    case.save(update_fields=["due_at", "due_because"])
    if due_at == before:
        return False
    with translation.override("zh-hans"):
        note = _("调休已经公布，答复期限从 %(before)s 改到 %(after)s。") % {
            "before": f"{timezone.localtime(before):%Y-%m-%d %H:%M}",
            "after": f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}",
        }
    step = Step.objects.create(
        case=case,
        action=Step.RECOUNTED,
        from_status=case.status,
        to_status=case.status,
        by=by,
        at=at,
        note=note,
        detail={"due_at": before.isoformat(), "because": former},
    )
    notifications.remind(case, at=at)
    notifications.of_another_deadline(case, step, at=at)
    return True
