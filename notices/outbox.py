"""What a transaction promises to tell somebody, it writes here, in the same transaction."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from notices.channels import text_messages
from notices.channels.base import Message, uid_of
from notices.models import Notice, Slip
from notices.quiet_hours import outside_quiet_hours

log = logging.getLogger("zerentian")
BATCH = 200
PATIENCE = 20.0  # seconds a batch may take before others get their turn
KEPT = timedelta(days=365)
GONE = gettext_noop("收件人已经去世或者搬走了，没有发。")

# source(accounts): of these keys of accounts those whose number is nobody's to write to any more.
Source = Callable[[list[int]], set[int]]
_spared: list[Source] = []


def spares(source: Source) -> None:
    """Register who knows that somebody has died or moved away; rooms above do so when ready."""
    _spared.append(source)


def tell(
    *,
    to: AbstractBaseUser,
    key: str,
    text: str,
    at: datetime,
    values: dict | None = None,
    link: str = "",
    about: str = "",
    urgent: bool = False,
    channel: str = Notice.Channel.INBOX,
) -> None:
    """Tell one person one thing, once: the same key is never told twice.

    `text` is a message id marked with gettext_noop, `values` fill it in; `about` names what may
    have to be taken back. Quiet hours put it off to the morning unless it is urgent.
    """
    notice = Notice(
        recipient=to,
        channel=channel,
        key=key,
        about=about,
        text=text,
        values=values or {},
        link=link,
        made_at=at,
        due_at=at if urgent else outside_quiet_hours(at),
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def settle(*, about: str, at: datetime) -> None:
    """It has moved on: what anybody was told about it counts as seen."""
    Notice.objects.about(about).filter(read_at__isnull=True).update(read_at=at)


def take_back(*, about: str, of: Iterable[AbstractBaseUser] | None = None) -> None:
    """It must no longer be said: what these people, or all, were told about it is gone.

    From every inbox and out of the queue of every channel, whether they are still at work or not.
    """
    notices = Notice.objects.about(about)
    (notices if of is None else notices.filter(recipient__in=of)).delete()


def forget_old(at: datetime) -> None:
    """What was told a year ago, and what nobody managed to send or to print since."""
    Notice.objects.filter(made_at__lt=at - KEPT).delete()
    Slip.objects.filter(made_at__lt=at - KEPT).delete()


def send_due(at: datetime) -> int:
    """Send what is due and not yet sent; returns how many went out.

    Each notice is claimed by one conditional UPDATE, so two workers never both send it. A text
    message that was handed over just before the worker died may go out twice; it never gets lost.
    """
    begun, sent = time.monotonic(), 0
    for notice in Notice.objects.unsent(at).select_related("recipient").order_by("due_at")[:BATCH]:
        if time.monotonic() - begun > PATIENCE:  # codes wait behind a slow gateway
            break
        sent += _send(notice, at)
    return sent


def set_aside(at: datetime, why: str) -> int:
    """Text messages that are due and never left will not leave any more; returns how many.

    The office finds them, with the reason, where it finds those that failed.
    """
    texts = Notice.objects.unsent(at).filter(channel=Notice.Channel.SMS)
    return texts.update(tries=Notice.MOST_TRIES, error=why)


def _claimable(notice):
    """The row while nobody has claimed it: of two workers only one can update it."""
    return Notice.objects.filter(pk=notice.pk, sent_at__isnull=True)


class Spared(Exception):
    """Whoever it was for has died or moved away: what is on its way to their number stays here."""


def _look_who_is_left(notice):
    if any(source([notice.recipient_id]) for source in _spared):
        raise Spared


def _send(notice, at):
    unsent = _claimable(notice)
    try:
        with transaction.atomic():
            if not unsent.update(sent_at=at):
                return 0
            if notice.channel == Notice.Channel.SMS:
                _look_who_is_left(notice)
                text_messages.send(_message(notice))
    except Spared:
        unsent.update(tries=Notice.MOST_TRIES, error=GONE)
        return 0
    except text_messages.NotSent as error:
        log.warning("notice %s was not sent: %s", notice.pk, error)
        tries = F("tries") + 1 if error.again else Notice.MOST_TRIES
        unsent.update(tries=tries, error=str(error).partition("\n")[0][:200])
        return 0
    return 1


def _message(notice):
    return Message(
        uid=uid_of("notice", notice.pk),
        to=notice.recipient.phone,
        text=notice.sentence,
        event=notice.key.partition(":")[0],
        values={name: str(each) for name, each in notice.values.items()},
    )
