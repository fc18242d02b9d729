"""Open deadlines are counted anew once the year they reach into is arranged, or is one no more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cases import clocks, notifications
from cases.models import Case, Step
from grids.arranged_years import Deadlines

ANNOUNCED = gettext_noop("调休已经公布，答复期限从 %(before)s 改到 %(after)s。")
TAKEN_BACK = gettext_noop("这一年的放假安排撤回了，答复期限从 %(before)s 改到 %(after)s。")


@transaction.atomic
def recount(*, by: User | None, at: datetime) -> list[Case]:
    """Whose deadline moved, of those that were a guess and are none any more.

    From what and by which rule each counts stays as it was. One that still is a guess stays. Where
    the moment moves, a step says from where to where, and who must act hears of it; where it does
    not, only the explanation says it is no guess now.
    """
    return [case for case in _locked(_guessed()) if _count_anew(case, ANNOUNCED, by, at)]


@transaction.atomic
def recount_year(year: int, *, by: User | None, at: datetime) -> list[Case]:
    """The same of all that reach into the year, a guess again or not."""
    rows = _locked(_reaching_into(year))
    return [case for case in rows if _count_anew(case, TAKEN_BACK, by, at, also_guessed=True)]


def ahead(year: int | None) -> int:
    """How many deadlines `recount` would move, or with a year `recount_year`; nothing is written."""
    rows = _guessed() if year is None else _reaching_into(year)
    return sum(
        _by_now(case, also_guessed=year is not None)[0] != case.due_at
        for case in rows.select_related("community").iterator()
    )


DEADLINES = Deadlines(recount, recount_year, ahead)


def _guessed():
    return Case.objects.open().filter(due_because__guessed=True).order_by("pk")


def _reaching_into(year):
    """Counted on until the year has begun, and begun before it is over."""
    first, after = (timezone.make_aware(datetime(each, 1, 1)) for each in (year, year + 1))
    rows = Case.objects.open().filter(due_at__gte=first, reported_at__lt=after)
    return rows.exclude(due_because={}).order_by("pk")


def _locked(rows):
    rows = rows.select_for_update(of=("self",))
    return rows.select_related("category", "handler", "community", "reporter")


def _by_now(case, *, also_guessed):
    """(due at, because) by today's calendar; as it stands where it would only be another guess."""
    due_at, because = clocks.counted_anew(case.due_because, place=case)
    if because["guessed"] and not also_guessed:
        return case.due_at, case.due_because
    return due_at, because


def _count_anew(case, sentence, by, at, *, also_guessed=False):
    """Whether the deadline moved."""
    before, former = case.due_at, case.due_because
    case.due_at, case.due_because = _by_now(case, also_guessed=also_guessed)
    if case.due_because == former:
        return False
    case.save(update_fields=["due_at", "due_because"])
    if case.due_at == before:
        return False
    with translation.override("zh-hans"):
        note = _(sentence) % {
            "before": f"{timezone.localtime(before):%Y-%m-%d %H:%M}",
            "after": f"{timezone.localtime(case.due_at):%Y-%m-%d %H:%M}",
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
