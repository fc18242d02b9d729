"""Who belongs to which household, and which family lacks a head."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from residents.models import Person
from residents.roster.plan import NEW
from residents.roster.register import Register
from residents.roster.rows import Row

HEAD = Person.Relation.HEAD

NO_HEAD = _("这个门里没有户主。请给其中一位写“户主”。")
FAMILY_WITHOUT_HEAD = _("这个门里有几家，这一家没有户主。请给其中一位写“户主”。")
SEVERAL_REGISTERED = _("登记里这个门有几家，看不出这一行是哪一家的。请把这一家的户主也写进名册。")


class Families:
    """The rows of one family with a head are one household, old or new; without a door none is."""

    def __init__(self, decided, register: Register, heads: Iterable[tuple]):
        self.heads = set(heads)
        self.households: dict[tuple, object] = {}  # of families whose head is in the file
        self.named: set[tuple] = set()
        self.doors = register.doors
        self._found(decided)
        self.registered = self._registered(register, _no_longer_heads(decided, register))

    def _found(self, decided):
        """A head keeps the household; of two who share one, whoever is registered as its head."""
        heads = [(row, person) for row, person in decided if row.door and row.relation == HEAD]
        heads.sort(key=lambda pair: pair[1] is None or pair[1].relation != HEAD)
        taken = set()
        for row, person in heads:
            own = person.household_id if self._stays(row, person) else None
            self.heads.add(row.family_key)
            self.households[row.family_key] = NEW if own is None or own in taken else own
            taken.add(own)

    def _registered(self, register, no_longer):
        """By door the households of heads the file says nothing of."""
        ours = set(self.households.values())
        households: dict[tuple, list] = {}
        for place, door in register.doors.items():
            for head in register.heads.get(door, ()):
                if head.pk not in no_longer and head.household_id not in ours:
                    households.setdefault(place, []).append(head.household_id)
        return households

    def _stays(self, row, person):
        return person is not None and person.home_id == self.doors.get(row.place)

    def household_of(self, row: Row, person: Person | None):
        """A pk, NEW, or None where the roster does not say."""
        if not row.relation or not row.door:
            return None
        if row.family_key in self.households:
            return self.households[row.family_key]
        registered = self.registered.get(row.place, [])
        if self._stays(row, person) and person.household_id in registered:
            return person.household_id
        # The head of one family among several stays out: whose the others are, nobody can tell.
        return registered[0] if registered and not (row.family and self._names(row)) else None

    def _names(self, row):
        return row.family_key in self.heads

    def refuses(self, row: Row, person: Person | None) -> str:
        """Why this row can be put into no family, or nothing."""
        if not row.relation or not row.door or self._names(row):
            return ""
        registered = self.registered.get(row.place, [])
        if len(set(registered)) > 1:
            is_known = self._stays(row, person) and person.household_id in registered
            return "" if is_known else SEVERAL_REGISTERED
        if registered or row.relation == Person.Relation.OTHER:
            return ""
        return (FAMILY_WITHOUT_HEAD if row.family else NO_HEAD) * self._first(row)

    def _first(self, row):
        """Said once for each family."""
        first = row.family_key not in self.named
        self.named.add(row.family_key)
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
