"""What is due finds its ways: rule, choice and reach are asked now, not when it was written."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notices import events
from notices.channels.ways import reached
from notices.delivery import asked, rules
from notices.models import Audience, Dispatch, Notice, ToldBy
from notices.quiet_hours import morning

log = logging.getLogger("zerentian")
BATCH, A_DAY = 200, timedelta(days=1)


@transaction.atomic
def route_due(at: datetime) -> int:
    """Write what leaves the house of what is due; returns how many notices were looked at.

    One short transaction in which nobody outside is asked. Of two workers the second waits for the
    first, so that nobody's later notice finds its way before an earlier one.
    """
    due = Notice.objects.unsent(at).select_for_update(of=["self"])
    notices = list(due.select_related("recipient").order_by("due_at", "pk")[:BATCH])
    if not notices:
        return 0
    accounts = sorted({notice.recipient_id for notice in notices})
    codes = asked.places_of(accounts, timezone.localdate(at))
    chosen = ToldBy.objects.in_bulk(accounts)
    every = rules.Rules.now()
    rows: list[Dispatch] = []
    done = []
    for notice in notices:
        who = notice.recipient_id
        try:
            found = rules.route(every, notice, codes.get(who, ""), chosen.get(who))
            rows.extend(_rows(notice, found, at))
            done.append(notice.pk)
        except Exception as error:  # one bad row must not stop the others; it shows in the admin
            log.exception("notice %s found no way", notice.pk)
            tried = {"tries": F("tries") + 1, "error": type(error).__name__}
            Notice.objects.filter(pk=notice.pk).update(**tried)
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)
    Notice.objects.filter(pk__in=done).update(sent_at=at)
    return len(done)


def _rows(notice, found, at):
    event = events.of(notice.key)
    to_staff = event.audience(notice.text) == Audience.STAFF
    digest = found.digest and not notice.urgent
    due_at = next_morning(notice.due_at) if digest else notice.due_at
    for way in found.ways:
        if reached(way, notice.recipient, to_staff=to_staff) is not None:
            yield Dispatch(
                notice=notice,
                recipient_id=notice.recipient_id,
                way=way,
                digest=digest,
                urgent=notice.urgent,
                at_night=found.at_night,
                due_at=due_at,
                # What goes into one message is tried at one time: that of its, or the last, morning.
                next_try_at=max(due_at, next_morning(at) - A_DAY if digest else at),
            )


def next_morning(at: datetime) -> datetime:
    """When the one message of a day goes out: the next time a night ends."""
    local, ends = timezone.localtime(at), morning()
    first = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return first if local <= first else first + A_DAY
