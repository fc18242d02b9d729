"""The cells of each line by column, with what stands for it in the lines above."""

from typing import Any

from foundation.workbooks.heads import says
from foundation.workbooks.merges import Merges, by_column
from foundation.workbooks.survey import Sheet
from residents.roster.columns import PLACE, Column
from residents.roster.reading import relations
from residents.roster.reading.header import Header

DITTO = {"同上", "同前", "上同", "〃", "″", "”", "“", '"', "''", "″″"}
LONGEST = 9  # with blanks around it
ITS_OWN = (Column.NAME, Column.ID_NUMBER, Column.BIRTH)
"""What no two people share: 同上 is no value of these."""


class Places:
    """A door merged over a family belongs to each of them; 同上 is what stands above it."""

    def __init__(self, sheet: Sheet, header: Header):
        self.header, self.merges = header, Merges(sheet, header, carried=(*PLACE, Column.HOUSEHOLD))
        self.bad = self.merges.bad
        self.family: tuple[int, dict, object] = (0, {}, None)
        """The last line with a door, its place and the number of its household."""
        self.above: tuple[int, dict[Column, Any]] = (0, {})
        self.same: list[Column] = []  # of this line, as above
        self.dittos = 0

    def cells_of(self, line: int, cells: list) -> dict[Column, Any]:
        known = by_column(self.header, cells)
        self.merges.fill(line, known)
        number, above = self.above
        self.same = []
        if number == line - 1 and any(map(is_ditto, cells)):
            self.same = [each for each in known if each not in ITS_OWN and is_ditto(known[each])]
            known |= {column: above[column] for column in self.same}
            self.dittos += len(self.same)
        self.above = line, known
        return known

    def carry_door(self, line: int, known: dict[Column, Any]) -> bool:
        """A member of a family without a door lives behind that of the line right above."""
        place = {column: known[column] for column in PLACE if column in known}
        above, theirs, household = self.family
        own = known.get(Column.HOUSEHOLD)
        relation = known.get(Column.RELATION)
        member = says(relation) and not relations.says_head(relation)
        is_below = above == line - 1 and theirs and not any(map(says, place.values()))
        if member and is_below and (own == household or not says(own)):
            known.update(theirs)
            self.family = line, theirs, household
            return True
        self.family = (line, place, own) if says(place.get(Column.DOOR)) else (0, {}, None)
        return False


def is_ditto(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) < LONGEST and cell.strip() in DITTO
