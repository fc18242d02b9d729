"""Whom an announcement reaches: people, phones and stairwells, counted and never listed."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from announcements.models import Announcement
from grids.models import Area, Building, Compound, inside
from residents.models import Dwelling, Person


class Audience(NamedTuple):
    """To whom: an area, narrowed by one of the others."""

    area: Area
    compound: Compound | None = None
    building: Building | None = None
    care: str = ""


class Reach(NamedTuple):
    """How many are told, on which way."""

    people: int
    phones: int  # of them, who have an account to read it with
    stairwells: int  # where it may hang; none where it is for a few


def people(announcement: Announcement, on: date) -> QuerySet[Person]:
    """Who lives there now; with the need, where it is for those who have it."""
    rows = Person.objects.here().filter(_where(announcement, "home__building"))
    if not announcement.care:
        return rows
    return rows.filter(care_tags__kind=announcement.care, care_tags__expires_on__gte=on)


def stairwells(announcement: Announcement) -> QuerySet[Dwelling]:
    """(building, stairwell) in the order of a walk; none for what is for a few only."""
    doors = Dwelling.objects.filter(_where(announcement, "building"))
    if announcement.care:
        doors = doors.none()
    names = ("building__compound__name", "building__number", "building__name")
    return doors.values(*names, "building", "stairwell").order_by(*names, "stairwell").distinct()


def reach(announcement: Announcement, on: date) -> Reach:
    told = people(announcement, on).aggregate(
        all=Count("pk"), phones=Count("pk", filter=Q(user__is_active=True))
    )
    return Reach(told["all"], told["phones"], stairwells(announcement).count())


def _where(announcement, building):
    if announcement.building_id:
        return Q(**{building: announcement.building_id})
    if announcement.compound_id:
        return Q(**{f"{building}__compound": announcement.compound_id})
    return inside(announcement.area)
