"""Who sees what moves before a change, and who sees it afterwards."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from grids.boundaries.changes import Change, Kind
from grids.models import Area, Posting
from grids.roles import Duty

SEEING = frozenset({Duty.SEE_DOORS, Duty.SEE_PEOPLE, Duty.SEE_CARE, Duty.SEE_CASES})


@dataclass(frozen=True)
class Sight:
    """Staff who see something no more (`loses`), who see something new (`gains`), by name."""

    loses: list[User]
    gains: list[User]
    told: list[User]
    """Both, and whoever sorts out matters in the communities; none of them twice."""


def of(change: Change, *, day: date) -> Sight:
    """By the posts of that day, before and after; whoever sees as much of both is neither.

    A campaign helper sees doors and nobody behind them: who sees people here and only doors over
    there loses something.
    """
    roads = _roads(change)
    posts = list(_posts(change, roads, day))
    seen: dict[tuple[User, Duty], set[str]] = {}
    for post in posts:
        paths = {path for road in roads for path in road if path.startswith(post.area.path)}
        if change.kind == Kind.REHANG and post.area == change.grid:
            paths.add(change.path_afterwards)  # the post goes with its grid
        for duty in SEEING & post.duties:
            seen.setdefault((post.user, duty), set()).update(paths)
    loses, gains = set(), set()
    for (user, _duty), paths in seen.items():
        if any(left in paths and found not in paths for left, found in roads):
            loses.add(user)
        if any(found in paths and left not in paths for left, found in roads):
            gains.add(user)
    communities = {area for area in change.areas() if area.level == "community"}
    at_desks = [post.user for post in posts if post.area in communities]
    ending = [post.user for post in ends(change, day)]
    told = sorted({*loses, *gains, *at_desks, *ending}, key=lambda user: user.pk)
    return Sight(_by_name(loses), _by_name(gains), told)


def ends(change: Change, day: date) -> list[Posting]:
    """The posts that end with the grid, begun or not."""
    if change.kind not in (Kind.JOIN, Kind.CLOSE):
        return []
    posts = Posting.objects.filter(area=change.grid).exclude(until_on__lt=day)
    return list(posts.select_related("user", "area").order_by("pk"))


def _roads(change: Change) -> list[tuple[str, str]]:
    """(path before, path after) of each grid something leaves."""
    if change.kind == Kind.CLOSE:
        return []
    return [(grid.path, change.path_afterwards) for grid in change.sources()]


def _posts(change: Change, roads: list[tuple[str, str]], day: date):
    """Posts that reach one end of some road: in the grids themselves and in what lies above."""
    codes = {code for road in roads for path in road for code in path.strip("/").split("/")}
    codes |= {area.code for area in change.areas()}
    areas = Area.objects.filter(code__in=codes)
    posts = Posting.objects.on(day).allowing(Duty.SEE_DOORS).filter(area__in=areas)
    return posts.filter(user__is_active=True).select_related("user", "area").order_by("pk")


def _by_name(users: set[User]) -> list[User]:
    return sorted(users, key=lambda user: (user.name, user.pk))
