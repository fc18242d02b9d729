"""Merged cells below a header: one value for several lines, or a fault of each of them."""

from collections.abc import Collection, MutableMapping, Sequence
from typing import Any, Generic

from foundation.workbooks.heads import C, Heads
from foundation.workbooks.limits import MOST_COLUMNS
from foundation.workbooks.refusals import DAMAGED, Refused
from foundation.workbooks.survey import Sheet

MOST_LINES = 1_000_000


class Merges(Generic[C]):
    """`carried`: columns whose value, merged downwards, belongs to every line it covers.

    `bad` says which lines are touched by another merge, and in which column. Raises Refused.
    """

    def __init__(self, sheet: Sheet, header: Heads[C], *, carried: Collection[C]):
        self.header, self.last_line = header, sheet.last_row
        self.patience = MOST_LINES
        self.at = {index: column for column, index in header.places.items()}
        self.carried_columns = carried
        self.begins: dict[int, list[tuple[C, int]]] = {}
        self.bad: dict[int, C] = {}
        self.carried: dict[C, tuple[Any, int]] = {}
        for left, top, right, bottom in sheet.merged:
            self._note(left - 1, top, right - 1, bottom)

    def _note(self, left: int, top: int, right: int, bottom: int) -> None:
        reach = range(left, min(right, MOST_COLUMNS) + 1)
        touched = [self.at[index] for index in reach if index in self.at]
        if not touched or bottom <= self.header.line:
            return
        if left == right and touched[0] in self.carried_columns:
            self.begins.setdefault(top, []).append((touched[0], bottom))
            return
        for line in range(max(top, self.header.line + 1), min(bottom, self.last_line) + 1):
            self.bad[line] = touched[0]
            self.patience -= 1
            if self.patience < 0:
                raise Refused(DAMAGED)

    def fill(self, line: int, known: MutableMapping[C, Any]) -> None:
        """Put into a line what is merged into it from above; lines come in their order."""
        for column, until in self.begins.get(line, ()):
            self.carried[column] = (known[column], until)
        for column, (value, until) in self.carried.items():
            if line <= until:
                known[column] = value


def by_column(header: Heads[C], cells: Sequence[Any]) -> dict[C, Any]:
    """The cells of a line by what they hold."""
    return {column: cells[index] for column, index in header.places.items()}
