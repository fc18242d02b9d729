"""The line of heads in a sheet: where each column stands."""

from collections.abc import Iterable

from residents.roster.columns import KNOWN, Column, head_names, plain_head


class Header:
    """Where each column stands, and what else the sheet holds that we do not take.

    `meanings` is what the community's clerk said that heads hold: it wins over what we know, and
    an empty column means that one is not to be used.
    """

    def __init__(self, line: int, cells: Iterable, meanings: dict[str, str] | None = None):
        self.line = line
        self.meanings = meanings or {}
        self.cells = list(cells)
        self.places: dict[Column, int] = {}
        self.twice: list[Column] = []
        self.unused: list[str] = []
        self.remembered: list[str] = []  # heads that only the clerk's word explains
        for index, name in enumerate(head_names(self.cells)):
            if name:
                self._place(index, name)

    def _place(self, index, name):
        column = self._column(name)
        if column is None:
            if not name.startswith("#"):
                self.unused.append(name[:20])
        elif column in self.places:
            self.twice.append(column)
        else:
            self.places[column] = index

    def _column(self, name):
        known = KNOWN.get(name.partition("#")[0])
        if name not in self.meanings:
            return known
        theirs = Column(self.meanings[name]) if self.meanings[name] else None
        if theirs != known:
            self.remembered.append(name)
        return theirs

    def above(self, line: int, cells: Iterable) -> "Header":
        """This header with a second line of heads, which says more exactly what a column holds."""
        lower = [cell if plain_head(cell) else None for cell in cells]
        upper = self.cells + [None] * (len(lower) - len(self.cells))
        lower += [None] * (len(upper) - len(lower))
        return Header(
            line, [low or up for low, up in zip(lower, upper, strict=True)], self.meanings
        )

    @property
    def is_one(self) -> bool:
        return Column.NAME in self.places and len(self.places) >= 2

    @property
    def missing(self) -> list[Column]:
        return [column for column in (Column.NAME, Column.DOOR) if column not in self.places]
