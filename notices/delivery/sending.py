"""What has a way leaves the house: claimed for a while, asked once more, sent, or tried again later.

No transaction is open while a gateway is asked. Whoever dies in between is followed, when the claim
lapses, by another who sends it with the same uid: a gateway that knows uids lets it arrive once.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from notices.channels import text_messages, ways
from notices.channels.base import NotSent, Receipt, uid_of
from notices.delivery import asked, emergencies, looking, routing
from notices.models import Dispatch
from notices.quiet_hours import is_quiet

log = logging.getLogger("zerentian")
BATCH = 200
PATIENCE = 20.0  # seconds a sweep may take before others get their turn
LEASE = timedelta(minutes=2)
BACK_OFF = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(days=1),
]
"""How long after each failure it is tried again, a tenth more or less; after the last it is given up."""


def send_due(at: datetime) -> int:
    """Find ways for what is due and send it; returns how many messages left the house."""
    begun, sent = time.monotonic(), 0
    while routing.route_due(at) == routing.BATCH and time.monotonic() - begun < PATIENCE:
        pass
    allowed = _allowed(at)
    # The next of each person can go once the one before it is out.
    while heads := list(_sendable(at).filter(allowed).order_by("pk")[:BATCH]):
        for row in heads:
            if time.monotonic() - begun > PATIENCE:
                return sent
            sent += _send(row, at)
    return sent


def _sendable(at):
    return Dispatch.objects.late(at).in_order()


def _allowed(at):
    """At night only what is urgent, where a rule or a state of emergency says so."""
    if not is_quiet(at):
        return Q()
    rows = Dispatch.objects.late(at).filter(urgent=True, at_night=False)
    rings, codes = set(), emergencies.codes(at)
    if codes:
        accounts = sorted(set(rows.values_list("recipient", flat=True)))
        found = asked.places_of(accounts, timezone.localdate(at))
        rings = {who for who, code in found.items() if code.startswith(tuple(codes))}
    return Q(urgent=True) & (Q(at_night=True) | Q(recipient__in=rings))


def _claimable(row):
    """The row while nobody has claimed it: of two workers only one can update it."""
    return Dispatch.objects.waiting().in_order().filter(pk=row.pk, next_try_at=row.next_try_at)


def _send(row, at):
    lease = at + LEASE
    if not _claimable(row).update(next_try_at=lease):
        return 0
    rows = _together(row, lease)
    said = [each for each in rows if not _left_out(each, at)]
    if not said:
        return 0
    try:
        receipt = _hand_over(said, at)
    except NotSent as error:
        _failed(said, lease, at, str(error), again=error.again)
        return 0
    except Exception as error:  # one bad row must not stop the others; it shows in the admin
        log.exception("dispatch %s was not sent", row.pk)
        _failed(said, lease, at, type(error).__name__, again=True)
        return 0
    _sent(said, receipt, at)
    return 1


def _together(row, lease):
    """The row as it is now, with what else goes into the same message of the morning.

    What was tried together stays together: a gateway that took it knows its uid, and would let
    nothing arrive that only came along later.
    """
    rows = Dispatch.objects.waiting().select_related("notice", "recipient")
    if not row.digest:
        return list(rows.filter(pk=row.pk))
    of_one = rows.filter(recipient=row.recipient_id, way=row.way, digest=True)
    of_one.filter(next_try_at=row.next_try_at).update(next_try_at=lease)
    return list(of_one.filter(next_try_at=lease).order_by("pk"))


def _left_out(row, at):
    if why := looking.why_not(row, at):
        Dispatch.objects.waiting().filter(pk=row.pk).update(left_out_at=at, error=why)
    return bool(why)


def _hand_over(rows, at):
    first, several = rows[0], len(rows) if len(rows) > 1 else 0
    message = looking.message(first, at, several=several)
    if first.way == "text":
        return text_messages.send(message)
    return ways.send(first.way, message)


def _failed(rows, lease, at, why, *, again):
    tries = rows[0].tries + 1
    changed = {"tries": tries, "error": why.partition("\n")[0][:200]}
    if again and tries <= len(BACK_OFF):
        changed["next_try_at"] = at + BACK_OFF[tries - 1] * _jitter(rows[0].pk, tries)
    else:
        changed["given_up_at"] = at
    log.warning("dispatch %s was not sent: %s", rows[0].pk, changed["error"])
    mine = Dispatch.objects.waiting().filter(pk__in=[row.pk for row in rows], next_try_at=lease)
    mine.update(**changed)


def _jitter(pk, tries):
    """So that what failed together does not come back together; the same for the same try."""
    return 0.9 + uid_of("jitter", f"{pk}:{tries}").int % 1000 / 5000


def _sent(rows, receipt: Receipt, at):
    """The first carries what it cost; said together, the others cost nothing."""
    keys = [row.pk for row in rows]
    Dispatch.objects.filter(pk__in=keys).update(sent_at=at, error="", given_up_at=None)
    Dispatch.objects.filter(pk=keys[0]).update(
        reference=receipt.reference, parts=receipt.parts, cost=receipt.cost
    )


def set_aside(at: datetime, why: str) -> int:
    """What is due and never left will not leave by itself any more; returns how many.

    The office finds it, with the reason, where it finds what failed, and can send it again.
    """
    while routing.route_due(at):
        pass
    return Dispatch.objects.late(at).update(given_up_at=at, error=why)
