"""The line of heads in a roster: where each column stands."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from foundation.workbooks.heads import Heads, plain_head, says
from residents.roster.columns import KNOWN, Column


class Header(Heads[Column]):
    """`meanings` is what the community's clerk said that heads hold."""

    known = KNOWN

    def __init__(self, line: int, cells: Iterable[Any], meanings: Mapping[str, str] | None = None):
        self._households: dict[str, int] = {}  # heads that may say which family, where they stand
        super().__init__(line, cells, meanings)
        self._settle_households()

    def column_called(self, name: str) -> Column:
        return Column(name)

    def _place(self, index, name):
        if name not in self.meanings and self._column(name) is Column.HOUSEHOLD:
            self._households[name] = index
        else:
            super()._place(index, name)

    def _settle_households(self):
        """Where nothing else names the door, 户号 does; and 户主姓名 the person."""
        left = dict(self._households)
        if "户号" in left and self._may_be_a_door():
            self.twice.append(Column.DOOR)  # whoever keeps the list says which
        heads = [name for name in left if name.startswith("户主")]
        for column, names in ((Column.DOOR, ["户号"]), (Column.NAME, heads)):
            if column not in self.places and names and names[0] in left:
                self.places[column] = left.pop(names[0])
        for name, index in left.items():
            if Column.HOUSEHOLD in self.places:
                self.unused.append(name[:20])  # 户主姓名 beside 户号 says the same once more
            else:
                self.places[Column.HOUSEHOLD] = index

    def _may_be_a_door(self):
        """Beside 楼号 and an address in words 户号 may be either."""
        door = self.places.get(Column.DOOR)
        is_address = door is not None and "址" in plain_head(self.cells[door])
        return is_address and Column.BUILDING in self.places

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
