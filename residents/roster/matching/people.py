"""Which entry of the register a row is about: by ID number first, else by name and door."""

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Fault
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.register import Register
from residents.roster.rows import Row

SEVERAL = _("登记里这个门有几位同名的人。请填身份证号。")
SAME_ENTRY = _("和第 %(line)s 行对上的是登记里的同一个人。")

Matched = list[tuple[Row, Person | None]]
"""Rows with the person they are about; None is somebody new."""


def match(rows: list[Row], register: Register) -> tuple[Matched, list[Fault]]:
    """Each row with its person or None; faults where it could be several, or is one twice."""
    lines = {row.at: row for row in rows}
    taken = {person.pk: lines[at] for at, person in register.by_number.items()}
    matched, faults = [], []
    for row in rows:
        person = register.by_number.get(row.at)
        if person is None:
            namesakes = _namesakes(row, register)
            if len(namesakes) > 1:
                faults.append(_fault(row, SEVERAL))
                continue
            person = namesakes[0] if namesakes else None
        if person and (first := taken.setdefault(person.pk, row)) is not row:
            faults.append(_fault(row, SAME_ENTRY, line=first.number))
            continue
        matched.append((row, person))
    return matched, faults


def _fault(row, text, **values):
    return Fault(row.line, Column.NAME.value, row.name, text, values, row.sheet)


def _namesakes(row, register):
    known = register.by_name.get((register.home_of(row), row.name_key), [])
    if not known and row.formerly:  # they lived there, or were taken to
        door = register.doors.get(tuple(row.formerly), 0)
        known = register.by_name.get((door, row.name_key), [])
    if row.id_number:  # somebody registered with other papers is somebody else
        known = [each for each in known if not each.id_number_index]
    return [each for each in known if not row.born_apart(each.birth_on)]
