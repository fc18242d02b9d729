"""What a plan does, line by line and field by field, as people read it; numbers only as masks."""

from django.db.models import Model
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _

from foundation import phones
from foundation.batches import in_pieces
from residents import care
from residents.models import Dwelling, Person, Residency
from residents.roster.columns import Column
from residents.roster.plan import Entry, Plan
from residents.roster.rows import Row

FILLED = _("会填上")
MOVED = _("已搬走")
NUMBERS = {Column.PHONE, Column.ID_NUMBER}
"""Columns by which somebody is known to be somebody (residents/numbers)."""


def new_lines(plan: Plan) -> list[dict]:
    return [
        {
            "line": entry.row.line,
            "sheet": entry.row.sheet,
            "name": entry.row.name,
            "door": entry.row.whole,
            "filled": [str(column) for column, value in _cells_of(entry.row) if value],
        }
        for entry in plan.new
    ]


def _cells_of(row):
    return [
        (Column.ID_NUMBER, row.id_number),
        (Column.BIRTH, row.birth and not row.id_number),
        (Column.PHONE, row.phone),
        (Column.RELATION, row.relation),
        (Column.TENURE, row.tenure),
        (Column.TAGS, row.tags),
        (Column.REMARKS, row.remarks),
    ]


def left_lines(plan: Plan) -> list[dict]:
    return [
        {"line": row.line, "sheet": row.sheet, "name": row.name, "door": row.whole}
        for row in plan.left
    ]


def tied_lines(rows: list[Row], tied: dict) -> list[dict]:
    """Each with the faulty line for which it stays out."""
    return [
        {
            "line": row.line,
            "sheet": row.sheet,
            "name": row.name,
            "door": row.whole,
            "because": tied[row.at][1],
        }
        for row in rows
        if row.at in tied
    ]


def changed_lines(plan: Plan) -> list[dict]:
    """Each with its changes as (column, before, after)."""
    homes = _homes(plan.changed)
    return [
        {
            "line": entry.row.line,
            "sheet": entry.row.sheet,
            "name": entry.row.name,
            "door": entry.row.whole,
            "changes": [
                [str(column), *_before_and_after(column, entry, homes)]
                for column in Column
                if column in entry.changes
            ],
        }
        for entry in plan.changed
    ]


def number_lines(plan: Plan) -> list[dict]:
    """Of the changed ones those whose phone or ID number is another, with nothing else."""
    lines = []
    for line in changed_lines(plan):
        changes = [change for change in line["changes"] if Column(change[0]) in NUMBERS]
        if changes:
            lines.append(line | {"changes": changes})
    return lines


def _homes(entries) -> dict[int, Model]:
    wanted = {entry.person.home_id for entry in entries if Column.DOOR in entry.changes} - {None}
    homes = {}
    for some in in_pieces(wanted):
        homes |= Dwelling.objects.select_related("building__compound").in_bulk(some)
    return homes


def _before_and_after(column: Column, entry: Entry, homes) -> tuple[str, str]:
    row, person = entry.row, entry.person
    match column:
        case Column.NAME:
            return person.name, row.name
        case Column.ID_NUMBER:
            return "", FILLED
        case Column.PHONE:
            return person.phone_masked, phones.mask(row.phone)
        case Column.BIRTH:
            return person.birth_on.isoformat() if person.birth_on else "", row.birth
        case Column.RELATION:
            return person.relation, row.relation
        case Column.TENURE:
            return entry.residency.tenure, row.tenure
        case Column.TAGS:
            return "", ",".join(entry.tags)
        case Column.DOOR:
            home = homes.get(person.home_id)
            return _where(home) if person.status == Person.Status.HERE else MOVED, row.whole
    return person.remarks, row.remarks


def _where(home):
    return home.written if home else ""


LABELS = {
    Column.RELATION: Person.Relation,
    Column.TENURE: Residency.Tenure,
    Column.TAGS: care.Kind,
}


def translated(column: Column, value: str) -> str:
    """A value as it was laid down, in the reader's language."""
    if value in (FILLED, MOVED):
        return translate(value)
    if value and column in LABELS:
        return translate("、").join(str(LABELS[column](code).label) for code in value.split(","))
    return value
