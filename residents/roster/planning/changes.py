"""Which columns of an entry a row of the roster would change."""

from residents.models import Person
from residents.roster.columns import Column
from residents.roster.plan import Entry
from residents.roster.register import Register


def changes_of(entry: Entry, register: Register) -> set[Column]:
    row, person, stay = entry.row, entry.person, entry.residency
    changes = {Column.TAGS} if entry.tags else set()
    if person is None:
        return changes
    # Another spelling is no other name: what the register says stays.
    if row.name_key != person.name_key:
        changes.add(Column.NAME)
    if row.id_number and not person.id_number_index:
        changes.add(Column.ID_NUMBER)
    elif row.birth and not person.id_number_index and row.born_apart(person.birth_on, known=False):
        changes.add(Column.BIRTH)
    if row.phone and person.phone_index not in row.phone_indexes:
        changes.add(Column.PHONE)
    if row.remarks and row.remarks != person.remarks:
        changes.add(Column.REMARKS)
    household = entry.household not in (None, person.household_id)
    if row.relation and (row.relation != person.relation or household):
        changes.add(Column.RELATION)
    is_elsewhere = person.home_id != register.home_of(row) or row.grid not in (0, person.grid_id)
    if person.status != Person.Status.HERE or is_elsewhere:
        changes.add(Column.DOOR)
    elif row.tenure and stay and row.tenure != stay.tenure:
        changes.add(Column.TENURE)
    return changes
