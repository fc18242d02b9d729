"""One worksheet of an .xlsx, cell by cell: where it ends, and what its reader would not tell."""

import re
from datetime import datetime
from functools import lru_cache

from foundation.workbooks import limits
from foundation.workbooks.dates import WINDOWS_EPOCH, Counts, from_serial
from foundation.workbooks.formats.events import Attributes, Looker, whole
from foundation.workbooks.formats.xlsx_parts import TRUE, Strings, Styles
from foundation.workbooks.refusals import Outsized, TooWide, Unreadable
from foundation.workbooks.survey import UNCALCULATED, Sheet, column_of, letters_of

LAST_ROW_OF_EXCEL = 1_048_576
# A reader that knows only these gives up the whole sheet for any other.
KNOWN_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
PLAIN_DIGITS = 15
BIGGEST_WHOLE = 2**53


class Worksheet(Looker):
    streamed = True

    def __init__(
        self,
        most_elements: int,
        sheet: Sheet,
        styles: Styles,
        strings: Strings,
        epoch: datetime = WINDOWS_EPOCH,
    ):
        super().__init__(most_elements)
        self.parser.CharacterDataHandler = self._characters
        self.begins = {
            "row": self._row,
            "c": self._cell,
            "v": self._value,
            "f": self._formula,
            "is": self._inline,
            "t": self._text,
            "r": self._run,
            "rPh": self._reading_aid,
            "strike": self._strike,
            "col": self._columns,
            "mergeCell": self._merge,
            **dict.fromkeys(["cfRule", "dataValidation", "hyperlink"], self._passed_over),
        }
        self.sheet, self.styles, self.strings = sheet, styles, strings
        sheet.epoch = epoch
        self.beside = 0  # elements that are neither rows nor cells
        self.row, self.row_name, self.hidden = 0, "0", False
        self.column = self.cells = 0
        self.kind: str | None = None
        self.style = "0"
        self.value: str | None = None  # what is stored
        self.formula = self.struck = False
        self.reads = self.aside = False  # into `value`; not the next text

    def close(self) -> None:
        super().close()
        self._finish()

    # What begins.

    def other(self, attributes: Attributes) -> None:
        self.reads = False
        self.beside += 1

    def _passed_over(self, attributes: Attributes) -> None:
        self.moved = True
        self.other(attributes)

    def _columns(self, attributes: Attributes) -> None:
        self.other(attributes)
        if attributes.get("hidden") in TRUE:
            self.sheet.hide_columns(whole(attributes.get("min")), whole(attributes.get("max")))

    def _row(self, attributes: Attributes) -> None:
        self._finish()
        self.moved = True
        # A reader goes through all of it before the first row.
        if self.beside > limits.MOST_ASIDE:
            raise Outsized
        name = attributes.get("r") or str(self.row + 1)
        if not name.isdecimal() or not self.row < int(name) <= LAST_ROW_OF_EXCEL:
            raise Unreadable
        self.row, self.row_name, self.column, self.cells = int(name), name, 0, 0
        self.hidden = attributes.get("hidden") in TRUE

    def _cell(self, attributes: Attributes) -> None:
        self._finish()
        self.moved = True
        self.cells += 1
        if self.cells > limits.MOST_CELLS_IN_A_ROW:
            raise TooWide
        spot = attributes.get("r")
        if spot is None:
            self.column += 1
        else:
            self.column = _column(spot, self.row_name)
        self.kind, self.style = attributes.get("t"), attributes.get("s", "0")

    def _value(self, attributes: Attributes) -> None:
        # Beside a text of its own, a value is a rest that no program shows.
        self.reads = self.kind != "inlineStr"
        if self.reads:
            self.value = ""

    def _formula(self, attributes: Attributes) -> None:
        self.reads, self.formula = False, True

    def _inline(self, attributes: Attributes) -> None:
        self.reads, self.aside, self.value, self.kind = False, False, "", "inlineStr"

    def _text(self, attributes: Attributes) -> None:
        self.reads, self.aside = not self.aside and self.kind == "inlineStr", False

    def _run(self, attributes: Attributes) -> None:
        self.reads = False

    def _reading_aid(self, attributes: Attributes) -> None:
        self.reads, self.aside = False, True
        self.beside += 1

    def _strike(self, attributes: Attributes) -> None:
        self.other(attributes)
        self.struck = self.struck or attributes.get("val", "1") in TRUE

    def _merge(self, attributes: Attributes) -> None:
        self.moved, self.reads = True, False
        self.sheet.merged.append(corners_of(attributes.get("ref", "")))

    def _characters(self, text: str) -> None:
        if self.reads and self.value is not None:
            self.value += text

    # What is over.

    def _finish(self) -> None:
        """The cell that began is whole."""
        value, formula = self.value, self.formula
        if value is None and not formula:
            return
        self.value, self.formula, self.reads = None, False, False
        sheet = self.sheet
        if sheet.last_row != self.row:
            sheet.note_row(self.row, hidden=self.hidden)
            self.enough = sheet.rows > limits.MOST_ROWS + limits.ROWS_ABOVE
        if self.column > sheet.last_column:
            sheet.last_column = self.column
        kind, style = self.kind, self.style
        struck = self.struck or style in self.styles.struck
        if value and kind == "s":
            struck = self._shared(value) in self.strings.struck or struck
        elif value and (kind is None or kind == "n"):
            # Almost every number is one any reader reads alike.
            if value.isdecimal() and len(value) <= PLAIN_DIGITS and style not in self.styles.counts:
                sheet.filled += 1
            else:
                self._number(value, self.styles.counts.get(style))
        elif value:
            self._other_value(value.strip())
        if formula and not (value and value.strip()) and kind != "str":
            sheet.put(self.row, self.column, UNCALCULATED)
        if struck:
            sheet.strike(self.row)
            self.struck = False

    def _shared(self, value: str) -> int:
        try:
            index = int(value)
            size = self.strings.sizes[index]
        except (ValueError, IndexError):
            raise Unreadable from None
        if index < 0:
            raise Unreadable
        self.strings.weigh(size)
        self.sheet.filled += index not in self.strings.blank
        return index

    def _number(self, stored: str, counts: Counts | None) -> None:
        text = stored.strip()
        if not text:
            return
        number = _number_of(text)
        self.sheet.filled += 1
        if counts:
            moment = from_serial(number, counts, self.sheet.epoch)
            self.sheet.put(self.row, self.column, moment)
        elif text != stored or (isinstance(number, int) and abs(number) >= BIGGEST_WHOLE):
            self.sheet.put(self.row, self.column, number)

    def _other_value(self, text: str) -> None:
        if self.kind == "e":
            if text not in KNOWN_ERRORS and not self.sheet.unknown_error:
                spot = f"{letters_of(self.column)}{self.row}"
                self.sheet.unknown_error = spot, text[:20]
            self.sheet.put(self.row, self.column, text)
        elif self.kind in ("str", "inlineStr", "b", "d"):
            self.strings.weigh(len(text))
            self.sheet.filled += bool(text)
        else:
            raise Unreadable


@lru_cache(maxsize=5_000)
def _number_of(text: str) -> int | float:
    try:
        if "_" in text:  # Python's own way of writing numbers
            raise Unreadable
        return float(text) if any(mark in text for mark in ".eE") else int(text)
    except ValueError:
        raise Unreadable from None


def _column(spot: str, row_name: str) -> int:
    """The column of A1, B1, …: there are as many spots as cells, and few columns."""
    if not spot.endswith(row_name):
        raise Unreadable
    return _column_called(spot[: -len(row_name)])


@lru_cache(maxsize=1000)
def _column_called(letters: str) -> int:
    try:
        return column_of(letters)
    except ValueError:
        raise Unreadable from None


CORNERS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")


def corners_of(ref: str) -> tuple[int, int, int, int]:
    """A1:C3 as (1, 1, 3, 3). Raises Unreadable."""
    parts = CORNERS.fullmatch(ref)
    if not parts:
        raise Unreadable
    left, top, right, bottom = parts.groups()
    right, bottom = right or left, bottom or top
    return _column_called(left), int(top), _column_called(right), int(bottom)
