"""The clock's list: rows with a due time, swept by Celery beat, done exactly once.

An app registers what a rule means when it is ready:

    reminders.on("case-overdue", tell_overdue)              once, at the time a row says
    reminders.daily("morning-list", time(8), plan, act)     every day, for each subject of the plan

A period key, never "how long ago", decides whether something was already done: a sweep that
comes late, twice, or from two workers neither skips nor doubles. Of days that were missed nothing
is done any more: the next one does it once, with what is true then.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notices.models import Reminder
from notices.quiet_hours import is_quiet

log = logging.getLogger("zerentian")
DONE_KEPT = timedelta(days=400)
OVERTAKEN = "a later day does it"

# What a rule does: act(reminder, at), in the transaction that marks the row done.
Act = Callable[[Reminder, datetime], None]
_acts: dict[str, Act] = {}


class Daily(NamedTuple):
    rule: str
    at: time
    plan: Callable[[date], Iterable[str]]
    only_by_day: bool = False


_dailies: list[Daily] = []


def on(rule: str, act: Act) -> None:
    _acts[rule] = act


def daily(
    rule: str,
    at: time,
    plan: Callable[[date], Iterable[str]],
    act: Act,
    *,
    only_by_day: bool = False,
) -> None:
    """Every day at that local time, `act` for every subject that `plan(day)` names.

    `only_by_day`: not in quiet hours, for what is told then is read beside what the next morning says.
    """
    _dailies.append(Daily(rule, at, plan, only_by_day))
    on(rule, act)


def retired(rule: str, *, by: str) -> None:
    """A rule that another one does now: rows of it that still wait are done, and nothing happens."""
    on(rule, lambda reminder, at: log.info("%s does what %s did", by, rule))


def remind(*, rule: str, subject: str, period: str, due_at: datetime) -> None:
    """Put one thing on the clock's list; the same rule, subject and period only once."""
    row = Reminder(rule=rule, subject=subject, period=period, due_at=due_at)
    Reminder.objects.bulk_create([row], ignore_conflicts=True)


def forget(*, rule: str, subject: str) -> None:
    """Take what has not happened yet off the list again."""
    Reminder.objects.waiting().filter(rule=rule, subject=subject).delete()


def forget_done(at: datetime) -> None:
    """What was done over a year ago; by then no rule asks for the same period again."""
    Reminder.objects.filter(done_at__isnull=False, due_at__lt=at - DONE_KEPT).delete()


def sweep(at: datetime) -> int:
    """Do everything that is due; returns how many rows this call did."""
    _let_go_of_days_that_are_over(at)
    for plan in _dailies:
        try:
            _write_todays_rows(plan, at)
        except Exception:  # one bad plan must not stop the others; the next sweep tries again
            log.exception("the plan of %s failed", plan.rule)
    due = Reminder.objects.due(at).filter(rule__in=_acts).order_by("due_at", "pk")
    if is_quiet(at):
        due = due.exclude(rule__in=[each.rule for each in _dailies if each.only_by_day])
    return sum(_do(reminder, at) for reminder in due.iterator())


def _let_go_of_days_that_are_over(at):
    """What a worker that died left of an earlier day: with it, today would be done twice."""
    rules = [each.rule for each in _dailies]
    past = Reminder.objects.waiting().filter(rule__in=rules, period__lt=f"{timezone.localdate(at)}")
    if past.exists():  # to write nothing takes the turn of others, too
        past.update(done_at=at, error=OVERTAKEN)


def _write_todays_rows(daily_rule, at):
    """Once a day for each rule: the slot row decides who writes today's rows."""
    local = timezone.localtime(at)
    if local.time() < daily_rule.at or (daily_rule.only_by_day and is_quiet(at)):
        return
    day = local.date()
    slot = {"rule": f"{daily_rule.rule}:plan", "subject": "*", "period": day.isoformat()}
    if Reminder.objects.filter(**slot).exists():
        return
    due_at = timezone.make_aware(datetime.combine(day, daily_rule.at))  # also for a clock set back
    with transaction.atomic():
        rows = [
            Reminder(rule=daily_rule.rule, subject=subject, period=day.isoformat(), due_at=due_at)
            for subject in daily_rule.plan(day)
        ]
        Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        slot_row = Reminder(**slot, due_at=due_at, done_at=at)
        Reminder.objects.bulk_create([slot_row], ignore_conflicts=True)


def _claimable(reminder):
    """The row while nobody has claimed it: of two sweepers only one can update it."""
    return Reminder.objects.filter(pk=reminder.pk, done_at__isnull=True)


def _do(reminder, at):
    """Claim and act in one transaction: a crash leaves the row for the next sweep."""
    waiting = _claimable(reminder)
    try:
        with transaction.atomic():
            if not waiting.update(done_at=at):
                return 0
            _acts[reminder.rule](reminder, at)
    except Exception as error:  # one bad row must not stop the others; it shows in the admin
        log.exception("reminder %s failed", reminder.pk)
        waiting.update(tries=F("tries") + 1, error=str(error).partition("\n")[0][:200])
        return 0
    return 1
