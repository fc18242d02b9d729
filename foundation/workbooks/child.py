"""The program that reads a workbook, in a process of its own with little memory and little time.

Standard input is the file, the only argument a list of what is wanted: of each sheet its number and
how many columns. Standard output is lines of JSON: the names of all sheets; then for each sheet how
many rows follow, the rows, and how many cells had something in them. A row with days or times in it
begins with a D. `apart` starts it; what it needs of the house it is told.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta

from python_calamine import CalamineSheet, CalamineWorkbook

TYPE_CHECKING = False  # typing itself would take a sixth of the time it takes to begin
if TYPE_CHECKING:
    from typing import Any, BinaryIO

BIGGEST_WHOLE = 2**53
# How it may end.
READ, UNREADABLE, TOO_MUCH = 0, 3, 4

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def main(sheets: list[tuple[int, int]], file: BinaryIO, answer: BinaryIO) -> int:
    try:
        book = CalamineWorkbook.from_filelike(file)
        answer.write(f"{encode(book.sheet_names)}\n".encode())
        for number, width in sheets:
            for line in _lines(book.get_sheet_by_index(number), width):
                answer.write(line.encode())
                answer.write(b"\n")
        answer.flush()
    except MemoryError:
        return TOO_MUCH
    except BaseException:  # a panic of the reader is no Exception
        return UNREADABLE
    return READ


def _lines(sheet: CalamineSheet, width: int) -> Iterator[str]:
    if sheet.start is None:
        yield from ("0", "0")
        return
    left, filled = [None] * sheet.start[1], 0
    yield str(sheet.total_height + 1)
    for found in sheet.iter_rows():
        filled += len(found) - found.count("")
        cells = [*left, *map(_cell, found[: max(width - len(left), 0)])]
        cells += [None] * (width - len(cells))
        has_days = any(isinstance(cell, dict) for cell in cells)
        yield f"D{encode(cells)}" if has_days else encode(cells)
    yield str(filled)


def _cell(cell: Any) -> Any:
    if cell == "":
        return None
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, float):
        # What is whole comes as such, as far as it is exact; nobody meant NaN or infinity.
        if abs(cell) < BIGGEST_WHOLE:
            return int(cell) if cell == int(cell) else cell
        return cell if cell - cell == 0 else str(cell)
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, date):  # a datetime is one, too
        return {"day": cell.isoformat()}
    return cell


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer))
