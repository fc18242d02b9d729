"""Lines of a roster whose file is gone, as they would stand in our own template."""

from collections.abc import Iterable

from django.utils import translation

from residents import care
from residents.models import Person, Residency
from residents.roster.columns import Column
from residents.roster.rows import Row

HEADS = [column.value for column in Column]


def originals(rows: Iterable[Row]) -> list[list]:
    """As `RosterPage.Part.ORIGINAL` holds them: [line, cells, sheet]; the heads are line 0."""
    kept: dict[str, list] = {}
    with translation.override("zh-hans"):  # the only names that are read back
        for row in sorted(rows, key=lambda row: row.at):
            lines = kept.setdefault(row.sheet, [[0, HEADS, row.sheet]])
            lines.append([row.line, _cells(row), row.sheet])
    return [line for lines in kept.values() for line in lines]


def _cells(row):
    compound, _blank, door = row.whole.rpartition(" ")
    building, dash, _rest = door.partition("-")
    if not row.stairwell and not dash:  # 胜利巷 12号院 东头
        compound, _blank, building = compound.rpartition(" ")
    said = {
        Column.COMPOUND: compound,
        Column.BUILDING: building,
        Column.STAIRWELL: str(row.stairwell or ""),
        Column.DOOR: row.door,
        Column.HOUSEHOLD: row.family,
        Column.NAME: row.name,
        Column.ID_NUMBER: row.id_number,
        Column.BIRTH: row.birth,
        Column.PHONE: row.phone,
        Column.RELATION: str(Person.Relation(row.relation).label) if row.relation else "",
        Column.TENURE: str(Residency.Tenure(row.tenure).label) if row.tenure else "",
        Column.TAGS: "、".join(str(care.Kind(kind).label) for kind in row.tags),
        Column.REMARKS: row.remarks,
    }
    return [said[column] for column in Column]
