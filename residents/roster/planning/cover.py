"""How much of the register a roster names, and whom it does not: have they moved away?"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from grids.models import Area
from residents.models import Person
from residents.roster.rows import Row

COMPLETE = 0.8
"""From this share on, a roster speaks for everybody; who is missing in it may have moved away."""
ENOUGH = 20  # people; of a handful nobody can tell


class Neighbour(NamedTuple):
    """Just enough of an entry to compare a whole community without reading its people."""

    pk: int
    name: str
    birth_on: date | None
    home: int | None
    building: int | None
    phone_index: str
    id_index: str
    status: str

    @property
    def is_here(self):
        return self.status == Person.Status.HERE


def read_neighbours(community: Area) -> list[Neighbour]:
    people = Person.objects.filter(community=community).exclude(status=Person.Status.DIED)
    return [
        Neighbour(*facts)
        for facts in people.order_by("pk").values_list(
            "pk", "name", "birth_on", "home", "home__building", "phone_index", "id_number_index",
            "status",
        ).iterator(chunk_size=5_000)
    ]  # fmt: skip


@dataclass
class Cover:
    """Of `all` people registered in the scope, the roster names `found`."""

    scope: str  # "community", or "buildings": those the roster names
    found: int
    all: int
    buildings: int = 0

    @property
    def is_complete(self) -> bool:
        return self.all >= ENOUGH and self.found >= COMPLETE * self.all

    @property
    def percent(self) -> int:
        return self.found * 100 // self.all if self.all else 0


def measure(neighbours: list[Neighbour], named: set[int], rows: list[Row]):
    """The cover, and the people it leaves out; none of them unless it covers its scope."""
    here = [each for each in neighbours if each.is_here]
    cover = Cover("community", sum(each.pk in named for each in here), len(here))
    if not cover.is_complete:
        buildings = {row.building for row in rows}
        here = [each for each in here if each.building in buildings]
        found = sum(each.pk in named for each in here)
        cover = Cover("buildings", found, len(here), len(buildings))
    if not cover.is_complete:
        return cover, []
    return cover, [each.pk for each in here if each.pk not in named]
