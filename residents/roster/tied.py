"""Who stays out of the register together with a faulty line: everybody behind its door (decision 37).

A family is one thing: who is whose spouse, and which household a child belongs to, is read from all
lines of a door. With one of them faulty nobody knows yet what the others mean.
"""

from collections.abc import Iterable

from foundation.workbooks.faults import Fault
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.rows import At, Row


def may_take_in_the_right(found: dict) -> bool:
    """By the findings of a roster: something is faulty, and something else would change.

    Not what was checked before lines were tied to each other; that is uploaded once more.
    """
    return bool(
        found.get("faulty") and (found.get("new") or found.get("changed")) and "tied" in found
    )


def tied_to(rows: Iterable[Row], unread: Iterable[Row], faults: Iterable[Fault]) -> dict[At, At]:
    """Lines without a fault that stay out, each with the faulty line it is tied to.

    `rows` are all that are clean in themselves; `unread` those that are not, as far as they could
    be read: where even the door could not, they have none. Both in any order.
    """
    rows, unread, faults = list(rows), list(unread), list(faults)
    lines = {row.at: row for row in (*rows, *unread)}
    faulty = dict.fromkeys(fault.at for fault in faults)
    doors: dict[tuple, At] = {}
    for at in sorted(faulty):
        if at in lines and has_door(lines[at]):
            doors.setdefault(lines[at].place, at)
    for place, at in _of_others(faults, {row.number: row for row in rows}):
        doors.setdefault(place, at)
    for place, at in _below_lost_heads(rows, unread, faults):
        doors.setdefault(place, at)
    return {row.at: doors[row.place] for row in rows if row.place in doors and row.at not in faulty}


def has_door(row: Row) -> bool:
    return bool(row.building and row.door)


def _of_others(faults, by_number):
    """A sentence that names another line means that either may be the wrong one."""
    for fault in faults:
        other = by_number.get(fault.values.get("line"))
        if other is not None:
            yield other.place, fault.at


def _below_lost_heads(rows, unread, faults):
    """A head whose door cannot be read: those below, up to the next head, may be the family.

    Else they would become the family of whoever is registered there as the head.
    """
    relation = {fault.at for fault in faults if fault.column == Column.RELATION.value}
    heads = {row.place for row in rows if row.relation == Person.Relation.HEAD}
    lost = None
    for row in sorted((*rows, *unread), key=lambda row: row.at):
        leads = row.relation == Person.Relation.HEAD or row.at in relation
        if leads and not has_door(row):
            lost = row
        elif not row.relation or leads or lost is None or row.sheet != lost.sheet:
            lost = None
        elif has_door(row) and row.place not in heads:
            yield row.place, lost.at
