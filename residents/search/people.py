"""People by a piece of their name, by its sound, or by a whole number."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from foundation import names, phones
from foundation.sealing import blind_index
from grids.models import Area, Reader
from grids.roles import Duty, Level
from residents.models import Person
from residents.search.index import has_pairs, sounds_otherwise
from residents.search.places import at_home
from residents.search.query import Asked

SURNAMES_OF_A_STREET = 20
MOST = 8
"""Lines of one kind; whoever would need more does better with one more character."""


class Found(NamedTuple):
    people: list[Person]
    more: bool = False


def find(people: QuerySet[Person], asked: Asked, *, to: Reader) -> Found:
    """The first few of `people` the text means, with what a line of each shows: how the search
    box, the counter and the form of a deed look for somebody."""
    found = matching(people, asked, to=to)
    return few(found.select_related("grid", "home__grid", "home__building__compound"))


def few(people: QuerySet[Person]) -> Found:
    first = list(people[: MOST + 1])
    return Found(first[:MOST], len(first) > MOST)


def matching(people: QuerySet[Person], asked: Asked, *, to: Reader) -> QuerySet[Person]:
    """Those of `people` the text means, the exact ones first.

    `people` is what `to` may see anyway; their posts only say in which streets to look first.
    """
    wanted, best = _numbered(asked), []
    streets = streets_of(to) if asked.name or asked.sound or asked.pairs else []
    if asked.pairs:
        for who, more in asked.pairs:
            wanted |= _who(who, streets) & (_numbered(more) | at_home(more.places))
    elif asked.name:
        wanted |= _named(asked.name, streets)
        key = names.key(asked.name)
        best = [Q(name=asked.name), Q(name_key=key), Q(name_key__startswith=key)]
    elif asked.sound:
        wanted |= _sounding(asked.sound, streets)
        best = [Q(pinyin=asked.sound) | Q(initials=asked.sound), Q(pinyin__startswith=asked.sound)]
    if not wanted:
        return people.none()
    order = [_rank(*best)] if best else []
    return people.filter(wanted).order_by(*order, _rank(Q(status="here")), "pinyin", "pk")


def _numbered(asked):
    wanted = Q()
    if asked.id_number:
        wanted |= Q(id_number_index=blind_index("id_number", asked.id_number))
    if asked.phone:
        wanted |= Q(phone_index__in=phones.indexes(asked.phone))
    return wanted


def _who(asked, streets):
    """Everybody of the name: the door tells which of them, so here no surname is cut short."""
    if asked.name:
        return _named(asked.name, streets, most=None)
    return _sounding(asked.sound, streets)


def streets_of(reader: Reader) -> list[int]:
    """The streets in which this person sees somebody, whatever part of them they see."""
    paths = [post.area.path for post in reader.posts_with(Duty.SEE_PEOPLE)]
    over = {code for path in paths for code in path.strip("/").split("/")}
    near = Q(code__in=over)
    for path in paths:
        near |= Q(path__startswith=path)
    return list(Area.objects.filter(near, level=Level.TOWNSHIP).values_list("pk", flat=True))


def _named(piece, streets, *, most=SURNAMES_OF_A_STREET):
    """A lone character is a surname; two and more stand anywhere in the name."""
    if not (piece := names.key(piece)):
        return Q(pk__in=[])
    like = Q(name_key__startswith=piece) if len(piece) == 1 else Q(name_key__contains=piece)
    if connection.vendor != "postgresql":
        return Q(township__in=streets) & like
    if len(streets) == 1:
        return Q(has_pairs(streets[0], piece), like, township=streets[0])
    # A list for each street and all of them together: one OR over a hundred streets would make
    # the database read everybody. Of a mere surname a few of each street will do.
    found = [
        Person.objects.filter(has_pairs(street, piece), like, township=street).values("pk")
        for street in streets
    ]
    if len(piece) == 1:
        found = [each[:most] for each in found]
    return Q(pk__in=found[0].union(*found[1:], all=True)) if found else Q(pk__in=[])


def _sounding(sound, streets):
    letters = Q(pinyin__startswith=sound) | Q(initials__startswith=sound)
    if streets:
        letters |= sounds_otherwise(streets, sound)
    return Q(township__in=streets) & letters


def _rank(*best):
    """0 for rows of the first condition, 1 for the second …"""
    ways = [When(condition, then=Value(place)) for place, condition in enumerate(best)]
    return Case(*ways, default=Value(len(best)), output_field=IntegerField())
