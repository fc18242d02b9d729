"""Doors, buildings, compounds and areas that a text may mean."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Concat

from grids.models import Area, Building, Compound, Reader, reach
from grids.roles import Duty, Level
from residents.models import Dwelling
from residents.search.doors import Place
from residents.search.query import Asked

SHORTEST_NAME = 2


def doors(found: QuerySet[Dwelling], asked: Asked, *, to: Reader) -> QuerySet[Dwelling]:
    """Doors of `found` by building and number; without a building for those who walk there."""
    wanted = [_door(place) for place in _whole(asked, to)]
    if len(asked.name) >= SHORTEST_NAME:
        found, house = _houses(found, asked)
        wanted.append(house)
    # Said of the buildings too: the database begins with the few of that number.
    near = reach(to.posts, Duty.SEE_DOORS, prefix="building__")
    return found.filter(_any(wanted), near).in_walking_order()


def _houses(found, asked):
    """Doors in words: 东头王家, 一分公司东头王家, 胜利巷12号院东头."""
    name, door = "building__name", "door"
    found = found.annotate(
        said=Concat(name, door), said_whole=Concat("building__compound__name", name, door)
    )
    of_houses = Q(building__kind=Building.Kind.HOUSES)
    is_said = Q(door=asked.text) | Q(said=asked.text) | Q(said_whole=asked.text)
    return found, of_houses & is_said


def at_doors(asked: Asked, *, to: Reader) -> Q:
    """People behind the very doors `doors` finds."""
    return at_home(_whole(asked, to))


def _whole(asked, to):
    alone = walks(to)
    return [place for place in asked.places if place.door and (place.building or alone)]


def listed(found: QuerySet[Dwelling], asked: Asked) -> QuerySet[Dwelling]:
    """For a register of doors: also every door of a building or of a compound."""
    wanted = [_door(place) for place in asked.places]
    if not wanted and asked.name:
        wanted = [Q(building__compound__name__contains=asked.name)]
    return found.filter(_any(wanted)).in_walking_order()


def buildings(found: QuerySet[Building], asked: Asked) -> QuerySet[Building]:
    wanted = [_at("", place) for place in asked.places if place.building and not place.door]
    if len(asked.name) >= SHORTEST_NAME and not wanted:
        wanted = [Q(compound__name__contains=asked.name), Q(name__contains=asked.name)]
    return found.filter(_any(wanted)).order_by("compound__name", "number", "pk")


def compounds(asked: Asked, *, to: Reader) -> QuerySet[Compound]:
    """For those who administer them; others work with their buildings."""
    mine = Area.objects.with_duty(to, Duty.ADMINISTER).filter(level=Level.COMMUNITY)
    named = Compound.objects.filter(community__in=mine, name__contains=asked.name)
    return named.order_by("name", "pk") if len(asked.name) >= SHORTEST_NAME else named.none()


def areas(asked: Asked, *, to: Reader) -> QuerySet[Area]:
    wanted = []
    if asked.code:
        wanted.append(Q(code__startswith=asked.code))
    if len(asked.name) >= SHORTEST_NAME:
        wanted.append(Q(name__contains=asked.name))
    return Area.objects.with_duty(to, Duty.SEE_DOORS).valid().filter(_any(wanted)).order_by("path")


def walks(reader: Reader) -> bool:
    """Whether somebody goes from door to door, and knows their few buildings."""
    return any(post.area.level == Level.GRID for post in reader.posts_with(Duty.SEE_DOORS))


def at_home(places: Iterable[Place]) -> Q:
    """People who live in one of the places."""
    return _any([_door(place, "home__") for place in places])


def _at(prefix, place):
    where = Q()
    if place.building:
        where &= Q(**{f"{prefix}number": place.building})
    if place.compound:
        where &= Q(**{f"{prefix}compound__name__contains": place.compound})
    return where


def _door(place, prefix=""):
    where = _at(f"{prefix}building__", place)
    if place.stairwell:
        where &= Q(**{f"{prefix}stairwell": place.stairwell})
    return where & Q(**{f"{prefix}door": place.door}) if place.door else where


def _any(conditions) -> Q:
    """True where one condition is; without conditions never."""
    either = Q()
    for condition in conditions:
        either |= condition
    return either or Q(pk__in=[])
