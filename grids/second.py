"""What takes two people: a post that weighs heavily, and a code for whoever holds one.

The second person holds the duty where the post lies, is neither who asks nor the person
concerned, and is nobody the first one could be hiding behind (accounts/two_people.py). The
console asks nobody: whoever sits there opens the house (manage.py appoint_first).
"""

from datetime import date, datetime, timedelta
from os.path import commonprefix

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import staff
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


def grave_posts(user: User, *, on: date) -> list[Posting]:
    """The posts that make this account weigh heavily, now or from a later day on."""
    posts = user.postings.filter(Q(until_on=None) | Q(until_on__gte=on), role__in=roles.grave())
    return list(posts.select_related("area").order_by("area__path", "pk"))


def place_of(posts: list[Posting]) -> Area:
    """The area that holds them all: who may confirm there may confirm for each of them."""
    codes = commonprefix([post.area.path.strip("/").split("/") for post in posts])
    return Area.objects.get(path="".join(f"{code}/" for code in codes))


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
    """A code for somebody who works here; the only way to `staff.give_code`.

    Raises NeedsSecond, NotASecond, staff.OpensMore.
    """
    # Held, so that no post is given while we look.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if posts := grave_posts(user, on=timezone.localdate(at)):
        check(area=place_of(posts), by=by, confirmed_by=confirmed_by, about=user, at=at)
    return staff.give_code(
        user=user, by=by, at=at, confirmed_by=confirmed_by, begins=begins, lasts=lasts
    )
