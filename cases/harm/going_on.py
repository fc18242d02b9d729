"""What nobody takes on in time goes on by itself: to the street, then above it."""

from datetime import datetime

from django.utils import timezone

from cases import clocks, need_to_know, notifications
from cases.harm import receivers
from cases.models import Case, Status, Step
from notices import reminders
from notices.models import Reminder

UNOPENED = "harm-unopened"


def register() -> None:
    reminders.on(UNOPENED, _go_on)


def remind(case: Case) -> None:
    """The clock looks when the time is over."""
    _look_at(case, case.due_at)


def _look_at(case, due_at):
    period = timezone.localtime(due_at).isoformat(timespec="seconds")
    reminders.remind(rule=UNOPENED, subject=str(case.uid), period=period, due_at=due_at)


def _go_on(reminder: Reminder, at: datetime) -> None:
    """Name the next circle and tell it; those told before stay, and any of them may still take it on."""
    case = Case.objects.select_for_update(of=("self",)).get(uid=reminder.subject)
    if case.status != Status.REPORTED:
        return
    fresh = receivers.next_circle(case, on=timezone.localdate(at))
    if not fresh:
        return
    need_to_know.name(case, fresh)
    state = {"from_status": case.status, "to_status": case.status}
    Step.objects.create(case=case, action=Step.PASSED_ON, by=None, at=at, **state)
    notifications.to_named(case, fresh, at=at)
    again_at, _because = clocks.due(
        category=case.category, priority=case.priority, at=at, place=case
    )
    _look_at(case, again_at)
