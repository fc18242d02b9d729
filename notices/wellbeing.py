"""Whether what is to be told is told: signs for /healthz (foundation/monitoring/wellbeing.py)."""

from datetime import datetime, timedelta

from notices.models import Dispatch, Notice, Reminder
from notices.quiet_hours import is_quiet

LATE = timedelta(minutes=10)
A_DAY = timedelta(days=1)


def outbox_moves(at: datetime) -> bool:
    """Nothing that may be sent has been waiting for long."""
    if Notice.objects.unsent(at - LATE).exists():
        return False
    by_day = not is_quiet(at) and not is_quiet(at - LATE)
    return not (by_day and Dispatch.objects.late(at - LATE).in_order().exists())


def nothing_given_up(at: datetime) -> bool:
    """No reminder failed for good within a day, and messages still leave the house.

    One number that takes no messages is no reason: the last two that were given up have to be the
    last of their way altogether.
    """
    lately = {"due_at__gt": at - A_DAY, "due_at__lte": at}
    failed = Reminder.objects.filter(done_at=None, tries__gte=Reminder.MOST_TRIES, **lately)
    if failed.exists():
        return False
    given_up = Dispatch.objects.given_up().filter(**lately)
    last = list(given_up.order_by("-due_at").values_list("way", "given_up_at")[:2])
    if len(last) < 2:
        return True
    way, since = last[-1]
    return Dispatch.objects.filter(way=way, sent_at__gt=since).exists()
