"""Whether two accounts are two people, as far as anybody here can tell.

Whoever opens an account, gives it a post or hands out its code could also be the one who uses it.
So each of these acts leaves a row, and where a second person is wanted, an account that the first
one made, or one that made the first, does not count; nor does any made by the same hand, over any
chain. What a second person confirmed breaks the chain, and so do thirty days, which count from when
somebody first came in after it: an account nobody uses stays in the hand that made it.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Enablement, User

WINDOW = timedelta(days=30)
KEPT = timedelta(days=3 * 365)

# Asked of two accounts: is this known to be one human being (see residents.apps).
_known_as_one: list[Callable[[User, User], bool]] = []


def knows_as_one(source: Callable[[User, User], bool]) -> None:
    """Register `source(one, other)`: whether both accounts are known to belong to one person."""
    _known_as_one.append(source)


def note(*, user: User, act: str, by: User | None, confirmed_by: User | None, at: datetime) -> None:
    """Keep who made it possible that `user` comes in or decides.

    `by` is None on the console and at night; what somebody does to their own account tells
    nothing.
    """
    if by is not None and by.pk != user.pk:
        Enablement.objects.create(user=user, act=act, by=by, confirmed_by=confirmed_by, at=at)


def came_in(user: User, *, at: datetime) -> None:
    """Somebody typed the password of this account: what others made possible begins to lapse."""
    Enablement.objects.filter(user=user, used_at=None).update(used_at=at)


def are_two(requester: User, approver: User, on: date) -> bool:
    """Whether the one can count as a second person for what the other asks, on that day."""
    return Hands(on).are_two(requester, approver)


def is_in_another_hand(user: User | None, on: date) -> bool:
    """Whether somebody else, alone and lately, held a code to come in with it."""
    coded = alone_since(on - WINDOW).filter(act=Enablement.Act.CODED)
    return user is not None and coded.filter(user=user).exists()


class Hands:
    """Whose hand may be in an account on that day; the rows are read once, for many questions."""

    def __init__(self, on: date):
        self._made_by: dict[int, set[int]] = defaultdict(set)
        for by, user in alone_since(on - WINDOW).values_list("by_id", "user_id"):
            self._made_by[user].add(by)

    def behind(self, user: User) -> set[int]:
        """Keys of everybody who could be acting through this account, its owner included."""
        found: set[int] = set()
        to_look_at = {user.pk}
        while to_look_at:
            found |= to_look_at
            to_look_at = {by for one in to_look_at for by in self._made_by[one]} - found
        return found

    def are_two(self, one: User, other: User) -> bool:
        """Whether no hand is behind both, and nobody knows them to be one human being."""
        apart = self.behind(one).isdisjoint(self.behind(other))
        return apart and not any(knows(one, other) for knows in _known_as_one)


def alone_since(day: date):
    """What somebody did without a second person, if nobody used it before that day."""
    since = timezone.make_aware(datetime.combine(day, time.min))
    lately = Q(used_at=None) | Q(used_at__gte=since)
    return Enablement.objects.filter(lately, confirmed_by=None)


def forget_old(at: datetime) -> None:
    Enablement.objects.filter(at__lt=at - KEPT).delete()
