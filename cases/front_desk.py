"""At the counter: who is standing here, and for which grids problems are taken in."""

from contextlib import suppress

from django.db.models import Q, QuerySet

from foundation import phones
from foundation.sealing import blind_index
from grids.models import Area, Reader
from grids.roles import Duty
from residents import identity
from residents.models import Person

MOST_FOUND = 8


def people_of(reader: Reader) -> QuerySet[Person]:
    people = Person.objects.visible_to(reader).here()
    return people.select_related("home__building__compound", "grid__parent__parent")


def find(reader: Reader, text: str) -> list[Person]:
    """A few people by the beginning of their name, by initials, by full phone or ID number."""
    text = text.strip()
    if not text:
        return []
    wanted = Q(name__startswith=text) | Q(initials__startswith=text.lower())
    with suppress(phones.NotAPhone):
        wanted |= Q(phone_index=blind_index("phone", phones.clean(text)))
    with suppress(identity.NotAnIdNumber):
        wanted |= Q(id_number_index=blind_index("id_number", identity.read(text).number))
    return list(people_of(reader).filter(wanted).order_by("name", "pk")[:MOST_FOUND])


def grids_of(reader: Reader, duty: Duty) -> QuerySet[Area]:
    return Area.objects.with_duty(reader, duty).grids().valid().order_by("code")
