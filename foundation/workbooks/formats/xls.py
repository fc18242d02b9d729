"""An .xls looked through, record by record: what each sheet holds that its reader would not tell."""

import codecs
import contextlib
import struct
from typing import BinaryIO

from foundation.workbooks import limits
from foundation.workbooks.dates import (
    MAC_EPOCH,
    WINDOWS_EPOCH,
    Counts,
    counted_by,
)
from foundation.workbooks.formats import biff, compound
from foundation.workbooks.formats.biff_cells import Cells
from foundation.workbooks.refusals import LOCKED, MACROS, Outsized, Refused, Unreadable
from foundation.workbooks.survey import Form, Sheet, Survey

WORKSHEET, MACRO_SHEET, MODULE = 0, 1, 6
# Records of the whole book.
CODEPAGE, DATE_MODE, FILE_PASS, BOUND_SHEET = 0x0042, 0x0022, 0x002F, 0x0085
FONT, FORMAT, STYLE, STRINGS = 0x0031, 0x041E, 0x00E0, 0x00FC


def look_through(file: BinaryIO) -> Survey:
    """Raises Outsized, Unreadable, Refused."""
    file.seek(0)
    book = Book(compound.workbook_in(file.read()))
    try:
        book.look()
    except (struct.error, IndexError):
        raise Unreadable from None
    return Survey(Form.XLS, book.sheets)


class Book:
    def __init__(self, stream: bytes):
        self.stream = biff.Stream(stream)
        self.version, self.codepage, self.epoch = biff.BIFF8, "latin-1", WINDOWS_EPOCH
        self.formats: dict[int, str] = {}
        self.struck_fonts: list[bool] = []
        self.style_records: list[tuple[int, int]] = []
        self.bound: list[tuple[int, Sheet, int]] = []
        self.sizes: list[int] = []  # of the shared strings
        self.struck_strings: set[int] = set()
        self.counts: list[Counts | None] = []
        self.struck: list[bool] = []
        self.weight = 0

    @property
    def sheets(self) -> list[Sheet]:
        return [sheet for _start, sheet, _kind in self.bound]

    def look(self) -> None:
        notes = {
            biff.BOF: self._version,
            CODEPAGE: self._codepage,
            DATE_MODE: self._date_mode,
            FILE_PASS: self._locked,
            BOUND_SHEET: self._note_sheet,
            FONT: self._font,
            FORMAT: self._format,
            STYLE: self._style,
        }
        for record in self.stream.part():
            if record.kind == STRINGS:
                strings = biff.Strings(record, self._strikes)
                self.sizes, self.struck_strings = strings.sizes, strings.struck
            elif record.kind in notes:
                notes[record.kind](record.data)
        for font, number in self.style_records:
            self.counts.append(counted_by(number, self.formats))
            self.struck.append(self._strikes(font))
        for start, sheet, kind in self.bound:
            sheet.epoch = self.epoch
            if kind == WORKSHEET:
                cells = Cells(
                    sheet, self.counts, self.struck, self.sizes, self.struck_strings, self.weigh
                )
                cells.look(self.stream.part(start))

    def _strikes(self, font: int) -> bool:
        place = font - (font > 4)  # there is no font 4: the fifth of the list is number 5
        return place < len(self.struck_fonts) and self.struck_fonts[place]

    def weigh(self, size: int) -> None:
        self.weight += size
        if self.weight > limits.MOST_CHARACTERS:
            raise Outsized

    def _version(self, data: bytes) -> None:
        self.version = struct.unpack_from("<H", data)[0]

    def _locked(self, data: bytes) -> None:
        raise Refused(LOCKED)

    def _codepage(self, data: bytes) -> None:
        number = struct.unpack_from("<H", data)[0]
        with contextlib.suppress(LookupError):
            self.codepage = codecs.lookup(f"cp{number}").name

    def _date_mode(self, data: bytes) -> None:
        self.epoch = MAC_EPOCH if data[:1] == b"\1" else WINDOWS_EPOCH

    def _font(self, data: bytes) -> None:
        self.struck_fonts.append(bool(data[2] & 8))

    def _format(self, data: bytes) -> None:
        number = struct.unpack_from("<H", data)[0]
        self.formats[number] = self._text(data[2:], short=self.version != biff.BIFF8)

    def _style(self, data: bytes) -> None:
        self.style_records.append(struct.unpack_from("<HH", data))

    def _note_sheet(self, data: bytes) -> None:
        start, state, kind = struct.unpack_from("<IBB", data)
        if kind in (MACRO_SHEET, MODULE):
            raise Refused(MACROS)
        name = self._text(data[6:], short=True).replace("\0", "")
        self.bound.append((start, Sheet(name, visible=state & 3 == 0), kind))

    def _text(self, data: bytes, *, short: bool) -> str:
        return biff.text_of(data, version=self.version, codepage=self.codepage, short=short)
