"""At the counter: who is standing here, and for which grids problems are taken in."""

from django.db.models import QuerySet

from grids.models import Area, Reader
from grids.roles import Duty
from residents.models import Person


def people_of(reader: Reader) -> QuerySet[Person]:
    people = Person.objects.visible_to(reader).here()
    return people.select_related("home__building__compound", "grid__parent__parent")


def grids_of(reader: Reader, duty: Duty) -> QuerySet[Area]:
    return Area.objects.with_duty(reader, duty).grids().valid().order_by("code")


def communities_of(grids: QuerySet[Area]) -> QuerySet[Area]:
    """Whose categories may be chosen for one of these grids."""
    return Area.objects.filter(pk__in=grids.order_by().values("parent"))
