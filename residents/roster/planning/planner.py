"""What a cleaned roster would change in the register; asks the register, changes nothing."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Fault
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.likeness import Likeness
from residents.roster.plan import Entry, Plan
from residents.roster.planning import missing
from residents.roster.planning.changes import changes_of
from residents.roster.planning.corrected import ByHand
from residents.roster.planning.families import Families
from residents.roster.planning.standing import Standing
from residents.roster.register import Register
from residents.roster.rows import Row

DIED = _("登记里这位居民已经去世。请核对。")
NO_DOOR = _("登记里手工改过这位居民住哪里，这一行没有门牌。请补上门牌，或者去掉这一行。")


def make(
    decided: list[tuple[Row, Person | None]],
    held: list[Likeness],
    register: Register,
    *,
    rows: list[Row],
    heads: Iterable[tuple],
    faults: list[Fault],
    on: date,
    made_on: date | None = None,
) -> Plan:
    """The plan for the rows that are decided.

    `rows` are all the file has, `heads` the families it names a head for, `faults` those found so
    far, `made_on` the day of the file, where somebody said it.
    """
    plan = Plan(community=register.community, on=on, held=held, faults=list(faults))
    plan.doors = register.doors
    plan.behind = {each.pk for people in register.by_name.values() for each in people}
    standing = Standing(person for _row, person in decided if person)
    families = Families(decided, register, heads)
    kept = ByHand((person for _row, person in decided if person), made_on)
    for row, person in decided:
        entry = Entry(row, person, residency=standing.residency_of(person))
        entry.tags = [kind for kind in row.tags if standing.needs_tag(person, kind, on)]
        entry.household = families.household_of(row, person)
        if wrong := _refusal(entry, families):
            plan.faults.append(wrong)
        else:
            _take(plan, entry, register, kept)
    plan.named = {person.pk for _row, person in decided if person}
    plan.named |= {like.person.pk for like in held}
    plan.cover, plan.unnamed = missing.measure(register.neighbours, plan.named, rows)
    plan.absent = plan.unnamed if plan.cover.is_complete else []
    return plan


def _take(plan, entry, register, kept):
    entry.changes = changes_of(entry, register)
    kept.keep(entry)
    if Column.DOOR in entry.corrected and not entry.row.door:
        row = entry.row
        plan.faults.append(Fault(row.line, Column.DOOR.value, row.name, NO_DOOR, sheet=row.sheet))
        return
    if entry.corrected or entry.ended_tags:
        plan.corrected.append(entry)
    if entry.row.door and entry.row.place not in register.doors:
        plan.new_doors[entry.row.place] = entry.row.floor
    if entry.person and not entry.changes:
        plan.left.append(entry.row)
    else:
        plan.people.append(entry)


def _refusal(entry, families):
    row, person = entry.row, entry.person
    if person and person.status == Person.Status.DIED:
        return Fault(row.line, Column.NAME.value, row.name, DIED, sheet=row.sheet)
    if why := families.refuses(row, person):
        return Fault(row.line, Column.RELATION.value, row.name, why, sheet=row.sheet)
    return None
