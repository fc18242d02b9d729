"""How somebody comes in, changed by somebody else: codes, cards, second factors, names, switches.

One rule for all of it. What opens a way into an account that weighs heavily takes two people
(grids/second.py); what closes one is done by one person at once, and told (grids/watching.py). So
these are the only callers of the functions that change an account by another hand.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import staff
from accounts.evidence.whence import Whence
from accounts.factors import cards, setting_up
from accounts.models import User, WorkDevice
from grids import second, watching


@transaction.atomic
def give_code(
    *,
    user: User,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
    begins: str = "",
    lasts: timedelta = staff.CODE_LIFE,
) -> str:
    """A code with which they choose another password.

    Raises second.NeedsSecond, second.NotASecond, staff.OpensMore.
    """
    _ask(user, by=by, confirmed_by=confirmed_by, at=at)
    return staff.give_code(
        user=user, by=by, at=at, confirmed_by=confirmed_by, begins=begins, lasts=lasts
    )


@transaction.atomic
def give_card(*, user: User, by: User | None, at: datetime) -> str:
    """A card for one more device. Raises second.NeedsSecond, cards.OwnCard.

    Whoever weighs heavily gets one only in place of what they had (`replace_factor`).
    """
    _ask(user, by=by, confirmed_by=None, at=at)
    return cards.give(user=user, by=by, at=at)


@transaction.atomic
def give_first_card(*, user: User, by: User, at: datetime) -> str:
    """A card for somebody without a password: one code, good for a week, with which they choose
    one, and the phone on which they do is registered.

    Raises second.NeedsSecond, staff.OpensMore, cards.OwnCard.
    """
    code = give_code(user=user, by=by, at=at, lasts=cards.LASTS)
    cards.make(user=user, by=by, at=at, begins=code)
    return code


@transaction.atomic
def replace_factor(
    *,
    user: User,
    by: User | None,
    whence: Whence,
    at: datetime,
    confirmed_by: User | None = None,
    begins: str = "",
    lasts: timedelta | None = None,
) -> str:
    """What they had is lost, and a card begins anew; from the console it is told as well.

    Raises second.NeedsSecond, second.NotASecond, cards.OwnCard.
    """
    place = _ask(user, by=by, confirmed_by=confirmed_by, at=at)
    if place and by is None:
        words = {"yours": "", "theirs": watching.CONSOLE_OF}
        watching.tell(about=user, area=place, by=None, at=at, **words)
    about = {"user": user, "by": by, "whence": whence, "at": at}
    given = {"confirmed_by": confirmed_by, "begins": begins, "lasts": lasts}
    return setting_up.replace(**about, **given)


@transaction.atomic
def change_account(
    *, user: User, by: User | None, at: datetime, confirmed_by: User | None = None, **columns
) -> None:
    """Another name, another sign-in name, switched on or off.

    Another sign-in name and switching on open a way in: they raise second.NeedsSecond,
    second.NotASecond. Switching off is told.
    """
    before = _held(user)
    if opens(before, columns):
        second.check_account(user=before, by=by, confirmed_by=confirmed_by, at=at)
    staff.change_account(user=user, by=by, at=at, confirmed_by=confirmed_by, **columns)
    if before.is_active and not columns.get("is_active", True):
        _tell_closed(before, watching.OFF, watching.OFF_OF, by=by, at=at)


def opens(before: User, columns: dict) -> bool:
    """Whether what is to stand there opens a way in that was not there before."""
    switched_on = columns.get("is_active", before.is_active) and not before.is_active
    return switched_on or columns.get("username", before.username) != before.username


@transaction.atomic
def end_device(*, device: WorkDevice, by: User, whence: Whence, at: datetime) -> bool:
    """A lost phone is a stranger at the next tap; its owner hears of it."""
    ended = setting_up.end_device(device=device, by=by, whence=whence, at=at)
    if ended:
        _tell_closed(device.user, watching.DEVICE, watching.DEVICE_OF, by=by, at=at)
    return ended


def _ask(user, **about):
    return second.check_account(user=_held(user), **about)


def _held(user):
    """The row as it stands, held, so that no post is given while we look."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _tell_closed(user, yours, theirs, *, by, at):
    place = second.place_of_account(user, on=timezone.localdate(at))
    if place and by:
        watching.tell(about=user, area=place, yours=yours, theirs=theirs, by=by, at=at)
