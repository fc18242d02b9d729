"""Lines that contradict each other, wherever in the file they stand."""

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Fault
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.reading.cells import shown
from residents.roster.reading.found import Reading

SAME_ID = _("和 %(cell)s 是同一个身份证号。两个人不会同号，请核对是谁的写错了。")
SAME_PERSON = _(
    "和第 %(line)s 行同门同名。如果是两个人，请都填上身份证号；如果是一个人，请删掉一行。"
)
SAME_WITHOUT_HOME = _(
    "和第 %(line)s 行同名，都没有门。如果是两个人，请都填上身份证号；如果是一个人，请删掉一行。"
)
TWO_HEADS = _("同一户里第 %(line)s 行已经是户主。一户只写一位户主，另一家的户号要不一样。")


def compare(reading: Reading) -> None:
    """Of lines that contradict each other the later one is named, with the earlier one in its
    sentence; of two people with one ID number both, for it may be either, and that also where one
    of the lines is faulty for another reason."""
    people, heads = {}, {}
    wrong = {row.at: found for row, *found in _same_numbers(reading)}
    for row in reading.rows:
        if row.at not in wrong and (found := _clash(row, people, heads)):
            wrong[row.at] = found
    for row in [*reading.rows, *reading.faulty]:
        if row.at in wrong:
            column, text, values = wrong[row.at]
            value = shown(column, row.id_number) if column == Column.ID_NUMBER else row.name
            spot = spot_of(reading, row, column)
            reading.faults.append(
                Fault(row.line, str(column), value, text, values, row.sheet, spot)
            )
    reading.faulty += [row for row in reading.rows if row.at in wrong]
    reading.rows = [row for row in reading.rows if row.at not in wrong]


def spot_of(reading: Reading, row, column: Column) -> str:
    header = reading.headers[row.sheet]
    return header.spot(column, row.line)


def _same_numbers(reading):
    by_number = {}
    for row in [*reading.rows, *reading.faulty]:
        if row.id_number:
            by_number.setdefault(row.id_number, []).append(row)
    for rows in by_number.values():
        for row in rows if len(rows) > 1 else ():
            other = rows[1] if row is rows[0] else rows[0]
            spot = spot_of(reading, other, Column.ID_NUMBER)
            cell = f"{other.sheet}!{spot}" if other.sheet else spot
            yield row, Column.ID_NUMBER, SAME_ID, {"cell": cell}


def _clash(row, people, heads):
    if (first := people.setdefault((row.place, row.name_key), row)) is not row:
        # Two people only if both lines prove it.
        if not (first.id_number and row.id_number):
            text = SAME_PERSON if row.door else SAME_WITHOUT_HOME
            return Column.NAME, text, {"line": first.number}
    if row.door and row.relation == Person.Relation.HEAD:
        if (first := heads.setdefault(row.family_key, row)) is not row:
            return Column.RELATION, TWO_HEADS, {"line": first.number}
    return None
