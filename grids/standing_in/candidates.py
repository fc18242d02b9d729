"""Who may stand in for somebody: proposed from the same grid first, then the community, then above."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q

from accounts.models import User
from grids import roles
from grids.models import Absence, Posting
from grids.models.absences import community_path, may_stand_in
from grids.models.areas import any_of


class Candidate(NamedTuple):
    """Somebody who may be asked, by one of their posts: how near it is, and whether they are away
    on some of these days themselves."""

    user: User
    role: str
    place: str
    is_away: bool


def posts_to_cover(user: User, *, from_on: date, until_on: date) -> list[Posting]:
    """Their posts on a day of the span of which anything is lent; without any nobody is needed."""
    posts = Posting.objects.within(from_on, until_on).filter(user=user).select_related("area")
    return [post for post in posts if roles.lent(post.role)]


def candidates(user: User, *, from_on: date, until_on: date) -> list[Candidate]:
    """Whoever may have each of these posts on all of the days: who is there, the nearest first."""
    posts = posts_to_cover(user, from_on=from_on, until_on=until_on)
    if not posts:
        return []
    away = set(Absence.objects.within(from_on, until_on).values_list("user", flat=True))
    found = []
    for theirs in _posts_around(user, posts, from_on, until_on).values():
        if all(may_stand_in(theirs, post) for post in posts):
            near = min(theirs, key=lambda each: _distance(each, posts))
            row = Candidate(
                near.user, near.get_role_display(), near.area.name, near.user_id in away
            )
            found.append((row.is_away, _distance(near, posts), near.user.name, near.user_id, row))
    return [row for *_order, row in sorted(found, key=lambda each: each[:4])]


def may_be_asked(other: User, *, instead_of: User, from_on: date, until_on: date) -> bool:
    found = candidates(instead_of, from_on=from_on, until_on=until_on)
    return any(each.user == other for each in found)


def _posts_around(user, posts, from_on, until_on) -> dict[int, list[Posting]]:
    """Of everybody else at work in those communities or above, the posts held on all of the days."""
    communities = {community_path(post.area) for post in posts}
    codes = {code for path in communities for code in path.strip("/").split("/")}
    whole = Q(until_on=None) | Q(until_on__gte=until_on)
    rows = Posting.objects.filter(whole, from_on__lte=from_on, user__is_active=True)
    below = any_of(Q(area__path__startswith=path) for path in communities)
    rows = rows.filter(below | Q(area__code__in=codes)).exclude(user=user)
    found: dict[int, list[Posting]] = {}
    for post in rows.select_related("area", "user").order_by("pk"):
        found.setdefault(post.user_id, []).append(post)
    return found


def _distance(post, posts):
    """0 in the very area, 1 in the community, more the further above it is."""
    if any(post.area_id == each.area_id for each in posts):
        return 0
    near = max(len(community_path(each.area)) for each in posts)
    return 1 + max(0, near - len(post.area.path))
