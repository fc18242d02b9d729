"""The line of heads in a roster: where each column stands."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from foundation.workbooks.heads import Heads, head_names, says
from residents.roster.columns import KNOWN, Column


class Header(Heads[Column]):
    """`meanings` is what the community's clerk said that heads hold."""

    known = KNOWN

    def __init__(self, line: int, cells: Iterable[Any], meanings: Mapping[str, str] | None = None):
        super().__init__(line, cells, meanings)
        self._settle_household()

    def column_called(self, name: str) -> Column:
        return Column(name)

    def _place(self, index, name):
        if self._column(name) is Column.HOUSEHOLD and Column.HOUSEHOLD in self.places:
            self.unused.append(name[:20])  # 户主姓名 beside 户号 says the same once more
        else:
            super()._place(index, name)

    def _settle_household(self):
        """Where nothing else names the door, 户号 does; and 户主姓名 the person."""
        index = self.places.get(Column.HOUSEHOLD)
        if index is None or (head := head_names(self.cells)[index]) in self.meanings:
            return
        column = Column.NAME if head.startswith("户主") else Column.DOOR
        if column not in self.places and (column == Column.NAME or head == "户号"):
            self.places[column] = self.places.pop(Column.HOUSEHOLD)

    @property
    def is_one(self) -> bool:
        return Column.NAME in self.places and len(self.places) >= 2

    def has_below(self, cells: list) -> bool:
        """Whether the line below is a second one of heads: 手机 and 座机 below 联系方式."""
        known = self.count(cells, self.meanings)
        if known >= 2:
            return True
        name = cells[self.places[Column.NAME]] if cells else None
        filled = [cell for cell in cells if says(cell)]
        are_words = all(isinstance(c, str) and not re.search(r"\d", c) for c in filled)
        return bool(known) and not says(name) and are_words

    @property
    def width(self) -> int:
        """Up to the last head, or the last column that somebody said holds something."""
        return max([super().width, *(index + 1 for index in self.places.values())])

    def columns(self) -> dict[str, int]:
        """Where each column stands, counted from 0."""
        return {column.value: index for column, index in self.places.items()}

    def as_kept(self) -> list[str]:
        """The heads as text; one that is empty is called by what its column holds."""
        held = {index: column for column, index in self.columns().items()}
        cells = enumerate(self.cells[: self.width])
        return [str(cell) if says(cell) else held.get(index, "") for index, cell in cells]

    @property
    def missing(self) -> list[Column]:
        return [column for column in (Column.NAME, Column.DOOR) if column not in self.places]
