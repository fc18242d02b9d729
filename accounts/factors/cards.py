"""A card with a code, printed by the office and handed over in person: good once, for a week.

It registers the device on which its code is typed, and comes before another factor where one is
lost. Opening the address on it uses nothing up; only the button under the code does.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import two_people
from accounts.factors import once_good
from accounts.models import Enablement, SignInCard, User
from foundation.audit import trail
from foundation.audit.events import leaves_record

LENGTH, LASTS = 12, timedelta(days=7)


class OwnCard(Exception):
    """A card comes from somebody else's hand."""


@leaves_record("card-given")
@transaction.atomic
def give(*, user: User, by: User | None, at: datetime) -> str:
    """A new card; the code returned is on it and nowhere else, and older cards are void.

    `by` is None on the console. Pages call `grids.letting_in.give_card`, which knows who gets
    none from one person alone. Raises OwnCard.
    """
    card, code = make(user=user, by=by, at=at)
    changes = {"user": ("", user.uid), "expires_at": ("", card.expires_at.isoformat())}
    trail.thing_changed(scope=trail.HOUSE, thing=user, changes=changes, by=by, at=at)
    return code


def make(
    *,
    user: User,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
    begins: str = "",
    lasts: timedelta | None = None,
) -> tuple[SignInCard, str]:
    """The card and its code, for whoever leaves the record. Raises OwnCard.

    `begins` is the part of the code somebody else holds already; `lasts` is a week if not said.
    """
    if by == user:
        raise OwnCard
    act = Enablement.Act.CARDED
    two_people.note(user=user, act=act, by=by, confirmed_by=confirmed_by, at=at)
    SignInCard.objects.filter(user=user, used_at=None).delete()
    code = begins + once_good.make(LENGTH - len(begins))
    card = SignInCard.objects.create(
        user=user,
        code_hash=once_good.hashed(user, code),
        given_by=by,
        made_at=at,
        expires_at=at + (lasts or LASTS),
    )
    return card, code


def use_up(user: User, typed: str, *, at: datetime) -> bool:
    """Whether this code was still good; from now on it is not."""
    code_hash = once_good.hashed(user, once_good.cleaned(typed))
    alive = SignInCard.objects.filter(user=user, code_hash=code_hash, used_at=None)
    return alive.filter(expires_at__gt=at).update(used_at=at) == 1
