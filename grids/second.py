"""What takes two people: a post that weighs heavily, and a way in for whoever holds one.

The second person holds the duty where the post lies, is neither who asks nor the person
concerned, and is nobody the first one could be hiding behind (accounts/two_people.py). The
console asks nobody: whoever sits there opens the house (manage.py appoint_first).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from os.path import commonprefix

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.two_people import Hands
from grids import roles
from grids.models import Area, Posting
from grids.roles import Duty


class NeedsSecond(Exception):
    """This takes a second person, and nobody has confirmed it yet."""


class NotASecond(Exception):
    """Whoever confirmed does not count as a second person for this."""


def seconds(*, area: Area, by: User, about: User | None, on: date) -> list[User]:
    """Everybody who may confirm that day what `by` asks for there, about that person."""
    posts = Posting.objects.on(on).allowing(Duty.STAND_SECOND).over(area)
    posts = posts.filter(user__is_active=True).order_by("-area__path", "user__name", "pk")
    hands = Hands(on)
    others = {post.user: None for post in posts.select_related("user") if post.user != about}
    return [user for user in others if hands.are_two(by, user)]


def check(
    *, area: Area, by: User | None, confirmed_by: User | None, about: User, at: datetime
) -> None:
    """Raises NeedsSecond, NotASecond."""
    if by is None:
        return
    if confirmed_by is None:
        raise NeedsSecond
    if confirmed_by not in seconds(area=area, by=by, about=about, on=timezone.localdate(at)):
        raise NotASecond


def check_account(
    *, user: User, by: User | None, confirmed_by: User | None, at: datetime
) -> Area | None:
    """Before whatever opens a way into an account; the place of one that weighs heavily.

    Raises NeedsSecond, NotASecond.
    """
    if place := place_of_account(user, on=timezone.localdate(at)):
        check(area=place, by=by, confirmed_by=confirmed_by, about=user, at=at)
    return place


# Asked of an account: where it weighs heavily by something else than its posts, as by a proposal
# (see office.apps) or by being named on what is confidential (see cases.apps).
_besides: list[Callable[[User, date], Iterable[Area]]] = []


def weighs_where(source: Callable[[User, date], Iterable[Area]]) -> None:
    """Register `source(user, day)`: areas where the account weighs heavily, or soon may."""
    _besides.append(source)


def place_of_account(user: User, *, on: date) -> Area | None:
    """Who may confirm there may confirm for this account; None for one that weighs nothing.

    It weighs by its grave posts, now or from a later day on, by those it is proposed for, and by
    whatever else is registered.
    """
    held = user.postings.filter(Q(until_on=None) | Q(until_on__gte=on), role__in=roles.grave())
    areas = [post.area for post in held.select_related("area")]
    areas += [area for source in _besides for area in source(user, on)]
    return _over_all(areas) if areas else None


def _over_all(areas):
    """The area that holds them all; of places with nothing above them both, the first."""
    codes = commonprefix([area.path.strip("/").split("/") for area in areas])
    path = "".join(f"{code}/" for code in codes)
    return Area.objects.filter(path=path).first() or min(areas, key=lambda area: area.path)
