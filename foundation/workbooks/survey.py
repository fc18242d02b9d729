"""One XML member of a workbook, seen event by event, so that its size never becomes ours."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import WINDOWS_EPOCH

LAST_ROW_OF_EXCEL = 1_048_576
MOST_CELLS_IN_A_ROW = 500

# Sheets and the list of strings are read as a stream later on, everything else whole.
STREAMED = ("worksheet", "sst")
PASSED_OVER = {"row", "c", "si", "mergeCell", "cfRule", "dataValidation", "hyperlink"}
MOST_BETWEEN = 1024 * 1024
MOST_WHOLE = 5 * 1024 * 1024
MOST_ASIDE = 50_000


class Outsized(Exception):
    """More of something than an honest roster has."""


class TooWide(Outsized):
    """A row with more cells than any list of people needs."""


class Unwanted(Exception):
    """A document type: the door for entities, bombs and files from elsewhere."""


class Unreadable(Exception):
    """No well-formed sheet."""


@dataclass
class Sheet:
    """What the survey saw of one worksheet; rows and columns count from 1."""

    rows: int = 0  # with anything in them
    last_row: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # column, row twice
    formulas: dict[int, list[int]] = field(default_factory=dict)  # row: columns
    epoch: datetime = WINDOWS_EPOCH  # from when the workbook counts days


class Looker:
    """Feed it the pieces of one member. Raises Outsized, Unwanted, Unreadable."""

    def __init__(self, *, most_elements: int, most_rows: int):
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.most_elements, self.most_rows = most_elements, most_rows
        self.sheet: Sheet | None = None
        self.too_many_rows = False
        self.root: str | None = None
        self.bytes = self.mark = self.elements = self.aside = 0
        self.row = self.column = self.cells = 0
        self.row_counted = False

    def feed(self, piece: bytes) -> None:
        if self.too_many_rows:
            return
        self.bytes += len(piece)
        self._parse(piece)
        if self.bytes - self.mark > (MOST_BETWEEN if self.root in STREAMED else MOST_WHOLE):
            raise Outsized

    def close(self) -> int:
        """Returns how many elements there were."""
        if not self.too_many_rows:
            self._parse(b"", last=True)
        return self.elements

    def _parse(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError:
            raise Unreadable from None

    def _refuse(self, *_details: object) -> None:
        raise Unwanted

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if self.root is None:
            self.root = tag
            self.sheet = Sheet() if tag == "worksheet" else None
        self.elements += 1
        if self.elements > (self.most_elements if self.root in STREAMED else MOST_ASIDE):
            raise Outsized
        if tag in PASSED_OVER:
            self.mark = self.parser.CurrentByteIndex
        if self.sheet:
            self._start_in_sheet(self.sheet, tag, attributes)

    def _start_in_sheet(self, sheet: Sheet, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "is"):
            self._start_value(sheet)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._start_value(sheet)
            sheet.formulas.setdefault(self.row, []).append(self.column)
        elif tag == "mergeCell":
            sheet.merged.append(_corners(attributes.get("ref", "")))
        elif tag not in ("t", "r"):
            self.aside += 1

    def _start_row(self, attributes: dict[str, str]) -> None:
        # openpyxl keeps what stands before a row; what follows the last one is never read.
        if self.aside > MOST_ASIDE:
            raise Outsized
        number = attributes.get("r", str(self.row + 1))
        if not number.isdecimal() or not self.row < int(number) <= LAST_ROW_OF_EXCEL:
            raise Unreadable
        self.row, self.column, self.cells, self.row_counted = int(number), 0, 0, False

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if self.cells > MOST_CELLS_IN_A_ROW:
            raise TooWide
        spot = attributes.get("r")
        self.column = _column(spot) if spot else self.column + 1

    def _start_value(self, sheet: Sheet) -> None:
        sheet.last_row = self.row
        if not self.row_counted:
            self.row_counted = True
            sheet.rows += 1
            self.too_many_rows = sheet.rows > self.most_rows


def _column(spot: str) -> int:
    """The column of A1, B1, …: there are as many spots as cells, and few columns."""
    letters = spot.rstrip("0123456789")
    if letters == spot:
        raise Unreadable
    return _column_called(letters)


@lru_cache(maxsize=1000)
def _column_called(letters: str) -> int:
    try:
        column: int = column_index_from_string(letters)
    except (ValueError, TypeError):
        raise Unreadable from None
    return column


def _corners(ref: str) -> tuple[int, int, int, int]:
    try:
        corners: tuple[int, int, int, int] = range_boundaries(ref)
    except (ValueError, TypeError):
        raise Unreadable from None
    if None in corners:
        raise Unreadable
    return corners
