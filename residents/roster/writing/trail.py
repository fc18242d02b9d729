"""What the record says about a roster: each person it touched, with every field that changed."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from accounts.models import User
from foundation.audit import trail
from foundation.batches import in_pieces
from foundation.workbooks.footprint import rows_of
from grids.models import Area
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.plan import Entry
from residents.roster.writing.footprint import TOUCHED

Change = tuple[int, UUID, dict]
"""A community, a person, and fields with their value before and after."""

CHUNK = 5_000  # rows in memory at once

# What each column of a roster may change in the entry itself.
FIELDS = {
    Column.NAME: ("name",),
    Column.ID_NUMBER: ("id_number", "birth_on", "sex"),
    Column.BIRTH: ("birth_on",),
    Column.PHONE: ("phone",),
    Column.RELATION: ("relation", "household_id"),
    Column.REMARKS: ("remarks",),
    Column.DOOR: ("home_id", "grid_id", "status", "household_id", "relation"),
}
ENTRY = ("name", "birth_on", "sex", "relation", "household_id", "remarks", "home_id", "grid_id")
# Plain columns an undo puts back; numbers are known by their index, which stays comparable.
PUT_BACK = (*ENTRY, "status", "phone_index", "id_number_index")


def before(entry: Entry) -> dict:
    """What the fields say that will change; read before the entry is changed."""
    names = {name for column in entry.changes for name in FIELDS.get(column, ())}
    return {name: getattr(entry.person, name) for name in names}


def of_a_newcomer(entry: Entry) -> Change:
    row, person = entry.row, entry.person
    values = {name: ("", value) for name in ENTRY if (value := getattr(person, name))}
    values |= {"id_number": ("", row.id_number)} if row.id_number else {}
    values |= {"phone": ("", row.phone)} if row.phone else {}
    return person.community_id, person.uid, values | _beside(entry)


def of_a_change(entry: Entry, old: dict, closed: dict) -> Change:
    """`closed` is what changed at the person's account with it."""
    person = entry.person
    values = {name: (value, getattr(person, name)) for name, value in old.items()} | closed
    return person.community_id, person.uid, values | _beside(entry)


def _beside(entry):
    """What is written beside the entry: the stay and the tags."""
    values = {"care_tag": ("", ",".join(entry.tags))} if entry.tags else {}
    if entry.changes & {Column.TENURE, Column.DOOR} and entry.row.tenure:
        old = entry.residency.tenure if entry.residency else ""
        values["tenure"] = (old, entry.row.tenure)
    return values


def of_an_undo(made: dict, changed: dict) -> list[Change]:
    """Read before anything is put back."""
    changes = []
    for row in _people(made):
        values = {name: (getattr(row, name), "") for name in PUT_BACK if getattr(row, name)}
        changes.append((row.community_id, row.uid, values))
    names = TOUCHED.columns(Person)
    for old, new in changed.values():
        old, new = (dict(zip(names, each, strict=True)) for each in (old, new))
        values = {name: (new[name], old[name]) for name in PUT_BACK if new[name] != old[name]}
        changes.append((old["community_id"], old["uid"], values))
    return changes


def _people(pks):
    names = ["uid", "community_id", *PUT_BACK]
    for pk, values in rows_of(Person, pks, names).items():
        yield Person(pk=pk, **dict(zip(names, values, strict=True)))


def write(changes: list[Change], *, by: User | None, at: datetime) -> None:
    """One chain after the other, always in the same order; last in the transaction."""
    codes, people = {}, defaultdict(list)
    for some in in_pieces({community for community, _uid, _columns in changes}):
        codes |= dict(Area.objects.filter(pk__in=some).values_list("pk", "code"))
    for community, uid, columns in changes:
        different = {
            name: ("" if old is None else old, "" if new is None else new)
            for name, (old, new) in columns.items()
            if (old or "") != (new or "")
        }
        if different:
            people[codes[community]].append((uid, different))
    for code in sorted(people):
        for some in in_pieces(people[code], CHUNK):
            trail.changed_many(scope=code, people=some, by=by, at=at)
