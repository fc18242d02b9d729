"""Whom it is about, and so who answers: one level above them, never they nor anybody below."""

from datetime import date
from typing import NamedTuple

from accounts.models import User
from grids.models import Area, Posting
from grids.roles import Level
from participation.models.feedback import ABOVE, Kind, Round, Subject, Tier

ORDER = list(Tier)
OF_PEOPLE = (Subject.PERSON, Subject.VISIT)


class Route(NamedTuple):
    tier: Tier
    township: Area
    community: Area | None


def named_in(texts: list[str], township: Area, *, on: date) -> list[User]:
    """Whoever works in the street and whose name stands in what was written.

    Rather one too many than one too few: whoever is only mentioned does not answer, either.
    """
    said = "".join("".join(texts).split())
    posts = Posting.objects.on(on)
    below = posts.filter(area__path__startswith=township.path)
    above = posts.over(township)
    keys = {*below.values_list("user", flat=True), *above.values_list("user", flat=True)}
    staff = User.objects.filter(pk__in=keys).order_by("pk")
    return [user for user in staff if user.name and "".join(user.name.split()) in said]


def route(
    *,
    kind: str,
    subject: str,
    township: Area,
    community: Area | None,
    concerned: list[User],
    on: date,
) -> Route:
    """Who answers the first time. Somebody unnamed may be anybody there: that goes to the street."""
    if concerned:
        return _above(concerned, township, on)
    unnamed = kind == Kind.COMPLAINT and subject in OF_PEOPLE
    if community is None or unnamed:
        return Route(Tier.STREET, township, community)
    return Route(Tier.COMMUNITY, township, community)


def next_tier(before: Round, concerned: list[User], *, on: date) -> Tier:
    """One level up, and above whoever answered or is named by now."""
    up = ABOVE[Tier(before.tier)]
    above = _above([*concerned, before.answered_by], before.feedback.township, on).tier
    return max(up, above, key=ORDER.index)


def _above(concerned, township, on):
    posts = Posting.objects.on(on).filter(user__in=concerned)
    areas = [post.area for post in posts.select_related("area__parent__parent")]
    levels = {area.level for area in areas}
    streets = {area for area in map(_street, areas) if area}
    here = streets.pop() if len(streets) == 1 else township
    if levels - {Level.GRID, Level.COMMUNITY}:
        return Route(Tier.SECOND, here, None)
    homes = {area.parent for area in areas}
    if levels == {Level.GRID} and len(homes) == 1:
        return Route(Tier.COMMUNITY, here, homes.pop())
    return Route(Tier.STREET, here, None)


def _street(area):
    while area is not None and area.level != Level.TOWNSHIP:
        area = area.parent
    return area
