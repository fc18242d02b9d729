"""The cells of one sheet of an .xls, record by record."""

import struct
from collections.abc import Callable, Iterable

from foundation.workbooks import limits
from foundation.workbooks.dates import Counts, from_serial
from foundation.workbooks.formats.biff import ERRORS, Record, rk_number
from foundation.workbooks.refusals import Unreadable
from foundation.workbooks.survey import Sheet, letters_of

ROW, MERGED, COLUMNS, NOTE = 0x0208, 0x00E5, 0x007D, 0x001C
NUMBER, RK, SEVERAL_RK, BOOL_OR_ERROR = 0x0203, 0x027E, 0x00BD, 0x0205
SHARED_TEXT, TEXT, RICH_TEXT = 0x00FD, 0x0204, 0x00D6
FORMULA, TEXT_OF_FORMULA = 0x0006, 0x0207

AT = struct.Struct("<HHH")  # row, column, style
HIDDEN, COLUMNS_HIDDEN = 0x20, 0x01
NO_NUMBER = b"\xff\xff"
# What stands in place of the number a formula gave.
GAVE_TEXT, GAVE_BOOL, GAVE_ERROR, GAVE_NOTHING = range(4)


class Cells:
    """`counts` and `struck` by style; of the shared strings `sizes`, and which are struck in part.

    Raises Outsized, Unreadable.
    """

    def __init__(
        self,
        sheet: Sheet,
        counts: list[Counts | None],
        struck: list[bool],
        sizes: list[int],
        struck_strings: set[int],
        weigh: Callable[[int], None],
    ):
        self.sheet, self.counts, self.struck = sheet, counts, struck
        self.sizes, self.struck_strings, self.weigh = sizes, struck_strings, weigh
        self.rows: set[int] = set()
        self.hidden: set[int] = set()
        self.struck_rows: set[int] = set()
        self.enough = False
        self.notes: dict[int, Callable[[bytes], None]] = {
            ROW: self._row,
            MERGED: self._merged,
            COLUMNS: self._columns,
            NOTE: self._note,
            NUMBER: self._number,
            RK: self._rk,
            SEVERAL_RK: self._several,
            BOOL_OR_ERROR: self._bool_or_error,
            SHARED_TEXT: self._shared_text,
            TEXT: self._text,
            RICH_TEXT: self._text,
            FORMULA: self._formula,
            TEXT_OF_FORMULA: self._text_of_formula,
        }

    def look(self, records: Iterable[Record]) -> None:
        for record in records:
            if note := self.notes.get(record.kind):
                note(record.data)
                if len(self.rows) > limits.MOST_ROWS + limits.ROWS_ABOVE:
                    break
        sheet = self.sheet
        sheet.rows, sheet.last_row = len(self.rows), max(self.rows, default=0)
        sheet.hidden = sorted(self.hidden & self.rows)
        sheet.struck = sorted(self.struck_rows)

    def _at(self, data: bytes) -> tuple[int, int, Counts | None]:
        """There is something in a cell: its row and column, counted from 1, and what it counts."""
        row, column, style = AT.unpack_from(data)
        row, column = row + 1, column + 1
        self.rows.add(row)
        if column > self.sheet.last_column:
            self.sheet.last_column = column
        if style >= len(self.counts):
            return row, column, None
        if self.struck[style]:
            self.struck_rows.add(row)
        return row, column, self.counts[style]

    def _row(self, data: bytes) -> None:
        if data[12] & HIDDEN:
            self.hidden.add(struct.unpack_from("<H", data)[0] + 1)

    def _columns(self, data: bytes) -> None:
        first, last, _width, _style, options = struct.unpack_from("<5H", data)
        if options & COLUMNS_HIDDEN:
            self.sheet.hide_columns(first + 1, last + 1)

    def _note(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self.sheet.note_at(f"{letters_of(column + 1)}{row + 1}")

    def _merged(self, data: bytes) -> None:
        number = struct.unpack_from("<H", data)[0]
        if len(self.sheet.merged) + number > limits.MOST_ROWS * 4:
            raise Unreadable
        for place in range(number):
            top, bottom, left, right = struct.unpack_from("<4H", data, 2 + place * 8)
            self.sheet.merged.append((left + 1, top + 1, right + 1, bottom + 1))

    def _count(self, at: tuple[int, int, Counts | None], number: float) -> None:
        row, column, counts = at
        self.sheet.filled += 1
        if counts:
            self.sheet.put(row, column, from_serial(number, counts, self.sheet.epoch))

    def _number(self, data: bytes) -> None:
        self._count(self._at(data), struct.unpack_from("<d", data, 6)[0])

    def _rk(self, data: bytes) -> None:
        self._count(self._at(data), rk_number(struct.unpack_from("<I", data, 6)[0]))

    def _several(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        for place in range(4, len(data) - 2, 6):
            style, rk = struct.unpack_from("<HI", data, place)
            self._count(self._at(AT.pack(row, column, style)), rk_number(rk))
            column += 1

    def _bool_or_error(self, data: bytes) -> None:
        row, column, _counts = self._at(data)
        if data[7]:
            self._error(row, column, data[6])
        else:
            self.sheet.filled += 1

    def _error(self, row: int, column: int, code: int) -> None:
        if code not in ERRORS:
            raise Unreadable
        self.sheet.put(row, column, ERRORS[code])

    def _shared_text(self, data: bytes) -> None:
        row, _column, _counts = self._at(data)
        index = struct.unpack_from("<I", data, 6)[0]
        if index in self.struck_strings:
            self.struck_rows.add(row)
        if index >= len(self.sizes):
            raise Unreadable  # a reader would leave the cell empty
        self.weigh(self.sizes[index])
        self.sheet.filled += self.sizes[index] > 0

    def _text(self, data: bytes) -> None:
        self._at(data)
        size = struct.unpack_from("<H", data, 6)[0]
        self.weigh(size)
        self.sheet.filled += size > 0

    def _formula(self, data: bytes) -> None:
        at = self._at(data)
        row, column, _counts = at
        result = data[6:14]
        if result[6:8] != NO_NUMBER:
            self._count(at, struct.unpack("<d", result)[0])
        elif result[0] == GAVE_ERROR:
            self._error(row, column, result[2])
        elif result[0] == GAVE_BOOL:
            self.sheet.filled += 1
        elif result[0] not in (GAVE_TEXT, GAVE_NOTHING):
            raise Unreadable

    def _text_of_formula(self, data: bytes) -> None:
        size = struct.unpack_from("<H", data)[0]
        self.weigh(size)
        self.sheet.filled += size > 0
