"""What the register knows about the people and doors of a roster, as it was read at once."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from grids.models import Area
from residents.models import Person
from residents.roster.rows import Row


class Neighbour(NamedTuple):
    """Just enough of an entry to compare a whole community without reading its people."""

    pk: int
    name_key: str
    birth_on: date | None
    home: int | None
    building: int | None
    phone_index: str
    id_index: str
    status: str

    @property
    def is_here(self):
        return self.status == Person.Status.HERE


@dataclass
class Register:
    community: Area
    movable: set[int] | None  # communities people may be moved from; None is all
    doors: dict[tuple, int] = field(default_factory=dict)  # place: pk of its dwelling
    neighbours: list[Neighbour] = field(default_factory=list)
    by_number: dict[tuple, Person] = field(
        default_factory=dict
    )  # line of the file: who has its ID number
    by_name: dict[tuple, list[Person]] = field(
        default_factory=lambda: defaultdict(list)
    )  # (home, key of the name); no home is None
    heads: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))  # by door

    def home_of(self, row: Row) -> int | None:
        """The dwelling the row names; 0 of a door not registered yet, None of no door at all."""
        return self.doors.get(row.place, 0) if row.door else None

    def is_far(self, person: Person) -> bool:
        """Registered in a community whose people the uploader may not move."""
        if self.movable is None:
            return False
        return person.community_id not in {*self.movable, self.community.pk}

    def fits(self, person: Person) -> tuple:
        """The highest of several with one number is who is meant."""
        confirmed = person.id_number_state == Person.IdState.CONFIRMED
        return person.community_id == self.community.pk, confirmed, -person.pk
