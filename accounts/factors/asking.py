"""Whether somebody has to show a second factor, and whether what they typed is one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import IntEnum

from django.conf import settings
from django.utils import timezone

from accounts.evidence import events
from accounts.evidence.events import Kind
from accounts.evidence.whence import Whence
from accounts.factors import cards, keys, marks, paper
from accounts.models import SecondFactor, User, WorkDevice
from foundation import rate_limits

TRIES, PER = 10, timedelta(minutes=15)


class Need(IntEnum):
    NONE = 0
    ANY = 1  # a registered device is enough
    OWN = 2  # a key or paper of their own


class Wrong(Exception):
    """Neither the digits of now nor a code that is still good."""


_needs: list[Callable[[User, date], Need]] = []


def needed_by(source: Callable[[User, date], Need]) -> None:
    """Register `source(user, day)`: what the posts of somebody want (see grids.apps)."""
    _needs.append(source)


def need(user: User, at: datetime) -> Need:
    day = timezone.localdate(at)
    return max((source(user, day) for source in _needs), default=Need.NONE)


def of(user: User, at: datetime) -> SecondFactor:
    """The row of this account; the first time, the days begin in which it is to be set up."""
    due_at = at + settings.FACTOR_PERIOD
    return SecondFactor.objects.get_or_create(user=user, defaults={"due_at": due_at})[0]


def at_the_door(user: User, whence: Whence, at: datetime) -> str:
    """The mark of what somebody shows without being asked: a registered device, or that it may
    still wait. Whoever has a key or paper of their own shows that, if their posts want it."""
    wanted = need(user, at)
    if wanted == Need.NONE:
        return marks.NONE
    factor = of(user, at)
    if is_registered(user, whence) and (wanted == Need.ANY or not factor.has_own):
        return marks.DEVICE
    return marks.LATER if may_wait(factor, at) else marks.NONE


def may_wait(factor: SecondFactor, at: datetime) -> bool:
    return at < factor.due_at and not factor.is_set_up and not factor.needs_card


def may_set_up(factor: SecondFactor, mark: str) -> bool:
    """Whoever showed something sets up another one; a password alone, only if nothing ever was."""
    shown = mark in marks.ANY or mark == marks.CARD
    return shown or not (factor.is_set_up or factor.needs_card)


def is_registered(user: User, whence: Whence) -> bool:
    if not whence.device or whence.is_first:
        return False
    return WorkDevice.objects.filter(user=user, device=whence.device, ended_at=None).exists()


def accept(user: User, typed: str, whence: Whence, *, at: datetime) -> str:
    """The mark for what was typed: digits of the phone, a code from paper, or one from a card.

    Raises Wrong, and rate_limits.TooOften after ten tries in a quarter of an hour.
    """
    _count(user, whence, at)
    mark = _mark_for(user, typed, at)
    kind = {marks.NONE: Kind.SECOND_WRONG, marks.CARD: Kind.CARD_USED}.get(mark, Kind.SECOND_SHOWN)
    events.note(kind, whence, account=user.uid, at=at)
    if not mark:
        raise Wrong
    return mark


def _mark_for(user, typed, at):
    factor = of(user, at)
    if factor.key_confirmed_at and keys.accept(factor, typed, at):
        return marks.KEY
    if paper.accept(user, typed, at=at):
        return marks.PAPER
    for_device = need(user, at) == Need.ANY
    if (for_device or factor.needs_card) and cards.use_up(user, typed, at=at):
        return marks.CARD
    return marks.NONE


def _count(user, whence, at):
    try:
        rate_limits.spend("second-factor", str(user.pk), limit=TRIES, per=PER, at=at)
    except rate_limits.TooOften:
        events.note(Kind.SLOWED, whence, account=user.uid, at=at)
        raise
