"""Newcomers and changed entries, many in one statement."""

from collections import defaultdict
from datetime import date

from foundation.workbooks.footprint import Footprint
from residents import contacts_due, registry, spelling, tiers
from residents.models import Person
from residents.numbers import writing
from residents.numbers.writing import Source, Writing
from residents.roster.columns import Column
from residents.roster.plan import Plan
from residents.roster.writing.places import Places

# Which columns of the register each column of the roster moves.
WRITES = {
    Column.NAME: registry.NAME,
    Column.BIRTH: ("birth_on",),
    Column.ID_NUMBER: (*registry.ID_NUMBER, "birth_on", "sex"),
    Column.PHONE: ("phone_sealed", "phone_index"),
    Column.RELATION: ("relation", "household"),
    Column.REMARKS: ("remarks",),
    Column.DOOR: ("home", "household", "grid", "community", "township", "status", "next_due_on"),
}


def prepare(plan: Plan) -> None:
    """Seal the numbers of newcomers while nobody waits for us; the row keeps its entry."""
    for entry in plan.new:
        row = entry.row
        person = row.entry = registry.entry(name=row.name, id_number=row.id_number, phone=row.phone)
        if row.birth:
            person.birth_on = date.fromisoformat(row.birth)
        person.relation, person.remarks = row.relation, row.remarks


def enter(plan: Plan, places: Places, footprint: Footprint, source: Source) -> None:
    """Whoever is new, as prepared; from here on their entries have a person."""
    new = plan.new
    for entry in new:
        home = places.home_of(entry)
        person = entry.person = entry.row.entry
        person.home = home
        person.id_number_by = source.by if person.id_number_index else None
        for name, area in places.areas_of(entry).items():
            setattr(person, name, area)
        person.household_id = places.household_id_of(entry)
        entry.changes = {Column.DOOR, Column.TENURE, *entry.changes}
    people = [entry.person for entry in new]
    footprint.make(Person, people)
    writing.note_first(people, source, make=footprint.make)


def change(
    plan: Plan, known: set[int], places: Places, footprint: Footprint, source: Source
) -> dict[int, dict]:
    """The entries that were `known` before: one update for each set of columns that change together.

    Returns what changed at the accounts of those who got another number (numbers.writing).
    """
    if not known:
        return {}
    days = tiers.at(plan.community)
    groups, writings = defaultdict(list), []
    for entry in plan.people:
        if entry.person.pk in known and entry.changes - {Column.TENURE, Column.TAGS}:
            writings += _numbers_of(entry)
            _change(entry, places, days, plan.on, source.by)
            columns = {name for column in entry.changes for name in WRITES.get(column, ())}
            groups[frozenset(columns)].append(entry.person)
    for columns, people in groups.items():
        for person in people:
            person.version += 1
        registry.rewrite(people, [*sorted(columns), "version"])
    moved = [entry.person.pk for entry in plan.changed if Column.DOOR in entry.changes]
    contacts_due.work_out(sorted({*moved} & {*known}), on=plan.on)
    return writing.write_down(
        writings, source, make=footprint.make, will_change=footprint.will_change
    )


def _numbers_of(entry) -> list[Writing]:
    """What is written with this entry that says who somebody is, with the phone before."""
    written = {Column.PHONE: writing.Column.PHONE, Column.ID_NUMBER: writing.Column.ID_NUMBER}
    person = entry.person
    return [
        Writing(person, column, person.phone if column == writing.Column.PHONE else "")
        for name, column in written.items()
        if name in entry.changes
    ]


def _change(entry, places, days, on, by):
    row, person, changes = entry.row, entry.person, entry.changes
    if Column.NAME in changes:
        person.name = row.name
        spelling.note(person)
    if Column.BIRTH in changes:
        person.birth_on = date.fromisoformat(row.birth)
    if Column.ID_NUMBER in changes:
        registry.note_id_number(person, row.id_number, by=by)
    if Column.PHONE in changes:
        person.set_phone(row.phone)
    if Column.REMARKS in changes:
        person.remarks = row.remarks
    if Column.DOOR in changes:
        home = places.home_of(entry)
        person.home, person.status, person.household_id = home, Person.Status.HERE, None
        for name, area in places.areas_of(entry).items():
            setattr(person, name, area)
        if person.next_due_on is None:
            person.next_due_on = registry.next_due_on(person, days, on=on)
    if row.relation and changes & {Column.RELATION, Column.DOOR}:
        person.relation = row.relation
        person.household_id = places.household_id_of(entry) or person.household_id
        changes.add(Column.RELATION)
