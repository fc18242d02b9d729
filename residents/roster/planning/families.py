"""Who belongs to which household, and which door lacks a head."""

from collections.abc import Iterable

from residents.models import Person
from residents.roster.plan import NEW
from residents.roster.register import Register
from residents.roster.rows import Row


class Families:
    """The rows of one door with a head are one household, old or new."""

    def __init__(self, decided, register: Register, heads: Iterable[tuple]):
        self.heads = set(heads)
        self.households: dict[tuple, object] = {}
        self.named: set[tuple] = set()
        self._remember(register, _no_longer_heads(decided, register))
        # A head in the roster wins over one the register remembers behind the same door.
        for row, person in decided:
            if row.relation == Person.Relation.HEAD:
                self.heads.add(row.place)
                stays = person and person.home_id == register.doors.get(row.place)
                self.households[row.place] = (stays and person.household_id) or NEW

    def _remember(self, register, no_longer):
        for place, door in register.doors.items():
            for head in register.heads.get(door, ()):
                if head.pk not in no_longer:
                    self.heads.add(place)
                    self.households.setdefault(place, head.household_id)

    def household_of(self, row: Row):
        """A pk, NEW, or None where the roster does not say."""
        if not row.relation:
            return None
        return self.households.get(row.place)

    def lacks_head(self, row: Row) -> bool:
        """Said once for each door."""
        if not row.relation or row.relation == Person.Relation.OTHER or row.place in self.heads:
            return False
        first = row.place not in self.named
        self.named.add(row.place)
        return first


def _no_longer_heads(decided, register):
    """Who moves out or steps down by this very roster is no head for the others."""
    return {
        person.pk
        for row, person in decided
        if person
        and (
            person.home_id != register.doors.get(row.place)
            or row.relation not in ("", Person.Relation.HEAD)
        )
    }
