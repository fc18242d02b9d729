"""What a transaction promises to tell somebody, it writes here, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth.base_user import AbstractBaseUser

from notices import events
from notices.models import Notice, Slip
from notices.quiet_hours import outside_quiet_hours

BATCH = 200
KEPT = timedelta(days=365)
TIME_TO_UNDO = timedelta(seconds=10)
"""What somebody has just saved can be taken back for so long before anybody hears of it."""


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
    wait: timedelta = timedelta(0),
) -> None:
    """Tell one person one thing, once, after `wait`: the same key is never told twice.

    `text` is a message id marked with gettext_noop, `values` fill it in; `about` names what may
    have to be taken back. Quiet hours put it off to the morning unless it is urgent.
    """
    events.of(key)
    notice = Notice(
        recipient=to,
        channel=channel,
        key=key,
        about=about,
        text=text,
        values=values or {},
        link=link,
        made_at=at,
        due_at=at + wait if urgent else outside_quiet_hours(at + wait),
        urgent=urgent,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def tell_many(
    *,
    to: Iterable[AbstractBaseUser],
    key: str,
    text: str,
    at: datetime,
    values: dict,
    link: str,
    about: str,
) -> None:
    """Tell many people the same thing, each once, in their inbox; see `tell`."""
    events.of(key)
    due_at = outside_quiet_hours(at)
    said = {"key": key, "about": about, "text": text, "values": values, "link": link}
    users = iter(to)
    while several := list(islice(users, BATCH)):
        notices = [Notice(recipient=each, made_at=at, due_at=due_at, **said) for each in several]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)


def settle(*, about: str, at: datetime) -> None:
    """It has moved on: what anybody was told about it counts as seen."""
    Notice.objects.about(about).filter(read_at__isnull=True).update(read_at=at)


def take_back(*, about: str, of: Iterable[AbstractBaseUser] | None = None) -> None:
    """It must no longer be said: what these people, or all, were told about it is gone.

    From every inbox and off every way out of the house, whether they are still at work or not.
    """
    notices = Notice.objects.about(about)
    (notices if of is None else notices.filter(recipient__in=of)).delete()


def forget_old(at: datetime) -> None:
    """What was told a year ago, and what nobody managed to send or to print since."""
    Notice.objects.filter(made_at__lt=at - KEPT).delete()
    Slip.objects.filter(made_at__lt=at - KEPT).delete()
