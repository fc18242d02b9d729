"""One line of what was found: as much as this person may read, and where they work with it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from grids.models import Area, Building, Compound, Reader, posts
from grids.roles import Duty, Level
from residents import masks
from residents.models import Dwelling, Person


@dataclass(frozen=True)
class Row:
    title: str
    meta: str = ""
    href: str = ""
    avatar: str = ""
    mark: str = ""
    note: str = ""  # what makes it unlike the others


class Rows:
    """Lines for one person. Names of pages are all it knows of the apps they lead to."""

    def __init__(self, reader: Reader):
        self.reader = reader

    def person(self, person: Person) -> Row:
        home, name = person.home, masks.name(person, to=self.reader)
        return Row(
            title=name,
            meta=masks.address(home, to=self.reader) if home else _("没有登记住处"),
            href=self._to_person(person),
            avatar=name,
            note="" if person.status == Person.Status.HERE else person.get_status_display(),
        )

    def door(self, door: Dwelling) -> Row:
        return Row(str(door), door.grid.name, self._to_door(door), mark="door-closed")

    def building(self, building: Building) -> Row:
        href = ""
        if self._may(Duty.ADMINISTER, building):
            href = reverse("admin:grids_building_change", args=[building.pk])
        elif self._may(Duty.SEE_DOORS, building):
            href = reverse("visits:building", args=[building.pk])
        return Row(str(building), building.grid.name, href, mark="building-2")

    def compound(self, compound: Compound) -> Row:
        href = reverse("admin:grids_compound_change", args=[compound.pk])
        return Row(compound.name, compound.community.name, href, mark="trees")

    def area(self, area: Area) -> Row:
        href = ""
        if self._may(Duty.ADMINISTER, area):
            href = reverse("admin:grids_area_change", args=[area.pk])
        elif area.level == Level.GRID and self._may(Duty.LOG_CONTACTS, area):
            href = f"{reverse('visits:today')}?grid={area.pk}"
        return Row(area.name, f"{area.get_level_display()} {area.code}", href, mark="map")

    def _to_person(self, person):
        if self._may(Duty.ADMINISTER, person):
            return reverse("admin:residents_person_change", args=[person.pk])
        if self._may(Duty.IMPORT_ROSTER, person):
            return reverse("corrections:person", args=[person.uid])
        if person.home and person.status == Person.Status.HERE:
            return self._to_door(person.home)
        return ""

    def _to_door(self, door):
        if self._may(Duty.ADMINISTER, door):
            return reverse("admin:residents_dwelling_change", args=[door.pk])
        if self._may(Duty.LOG_CONTACTS, door):
            return reverse("visits:door", args=[door.pk])
        return ""

    def _may(self, duty, row):
        return posts.holds(self.reader, duty, row)
