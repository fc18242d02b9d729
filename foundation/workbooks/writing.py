"""Workbooks of our own: each value is written as what it is, and nothing in one is ever calculated.

    with writing.book(out) as book:
        sheet = book.sheet(_("数据"), [Column(16), Column(24, TEXT)], frozen=1)
        sheet.append([_("姓名"), _("手机")], HEAD)
        sheet.append(["张三丰", "13900000000"])

Row by row: a sheet of a million rows needs no more memory than one of ten. What lies unpacked
meanwhile lies in `foundation.workbooks.unpacked`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import Any, Protocol

import xlsxwriter

from foundation.workbooks import unpacked

Value = str | bool | int | float | date | datetime | None

MOST_ROWS = 1_048_576  # of a sheet
MOST_IN_A_CELL = 32_767  # UTF-16 units, as Excel counts; what is beyond is cut off
MOST_IN_A_FOOTER = 255
BEYOND = 10**15  # a sheet keeps fifteen digits of a number
# What no XML may hold, escaped or not.
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Writable(Protocol):
    """Front to back is enough: nobody asks where we are, or goes back."""

    def write(self, content: bytes, /) -> int: ...


class Full(Exception):
    """A sheet has no row left."""


@dataclass(frozen=True)
class Look:
    """How a cell looks; colours are RRGGBB.

    `text` holds for words and empty cells: what is typed there stays as typed, and 18 digits keep
    all of them. `quoted` words stay words even when somebody edits the cell.
    """

    bold: bool = False
    italic: bool = False
    color: str = ""
    fill: str = ""
    text: bool = False
    quoted: bool = False
    wraps: bool = False


PLAIN, TEXT = Look(), Look(text=True)
HEAD = Look(bold=True, fill="DEEDD7")


@dataclass(frozen=True)
class Column:
    """Its width, in characters, and how its cells look."""

    width: int
    look: Look = PLAIN


@contextmanager
def book(out: Writable) -> Iterator["Book"]:
    """An .xlsx, complete in `out` when the block ends without an error."""
    with unpacked.place() as place:
        writer = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": str(place)})
        yield Book(writer)
        writer.close()


class Book:
    def __init__(self, writer: Any):
        self._writer = writer
        self._formats: dict[Look, _Formats] = {}

    def sheet(
        self, title: str, columns: Sequence[Column], *, frozen: int = 0, footer: str = ""
    ) -> "Sheet":
        """`frozen`: how many rows stay in sight. `footer` is printed under each page."""
        sheet = self._writer.add_worksheet(title)
        for number, column in enumerate(columns):
            words = self.formats(column.look).words if column.look.text else None
            sheet.set_column(number, number, column.width, words)
        if frozen:
            sheet.freeze_panes(frozen, 0)
        if footer:
            # An & begins a command, and a picture that is not there would cost the whole footer.
            sheet.set_footer("&C" + _cut(footer.replace("&", "＆"), MOST_IN_A_FOOTER - 2))
        return Sheet(self, sheet, columns)

    def formats(self, look: Look) -> "_Formats":
        if look not in self._formats:
            self._formats[look] = _Formats(self._writer, look)
        return self._formats[look]


class _Formats:
    """What XlsxWriter calls a look, for each kind of value."""

    def __init__(self, writer: Any, look: Look):
        as_it_is = {
            "bold": look.bold,
            "italic": look.italic,
            "font_color": f"#{look.color}" if look.color else None,
            "bg_color": f"#{look.fill}" if look.fill else None,
            "text_wrap": look.wraps,
            "valign": "top" if look.wraps else None,
        }
        facts = {name: value for name, value in as_it_is.items() if value}
        words: dict[str, Any] = {"num_format": "@"} if look.text else {}
        words |= {"quote_prefix": True} if look.quoted else {}
        self.words = writer.add_format(facts | words) if facts | words else None
        self.number = writer.add_format(facts) if facts | words else None  # not as its column
        self.day = writer.add_format(facts | {"num_format": "yyyy-mm-dd"})
        self.moment = writer.add_format(facts | {"num_format": "yyyy-mm-dd h:mm:ss"})
        self.beside = writer.add_format({"bold": look.bold, "italic": look.italic})


class Sheet:
    """One row after the other; no row can be changed any more."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[Column]):
        self._book, self._sheet = book, sheet
        self._columns = [book.formats(column.look) for column in columns]
        self.rows = 0

    def append(
        self,
        values: Iterable[Value],
        look: Look | None = None,
        *,
        looks: Mapping[int, Look] | None = None,
    ) -> None:
        """The next row. Without a `look` of its own it has one value for each column. Raises Full.

        `looks`: cells that look otherwise, by column, counted from 0.
        """
        if self.rows == MOST_ROWS:
            raise Full
        row = self.rows
        if look is None:
            pairs = zip(values, self._columns, strict=True)
        else:
            pairs = zip(values, repeat(self._book.formats(look)), strict=False)
        own = {column: self._book.formats(each) for column, each in (looks or {}).items()}
        for column, (value, formats) in enumerate(pairs):
            self._put(row, column, value, own.get(column, formats))
        self.rows += 1

    def offer(self, column: int, choices: Iterable[str], *, rows: range) -> None:
        """A list to choose from in these rows; something else may be typed there all the same.

        Rows and columns count from 0. Raises ValueError for more words than such a list can hold.
        """
        kept = self._sheet.data_validation(
            *(rows.start, column, rows.stop - 1, column),
            {"validate": "list", "source": list(choices), "show_error": False, "show_input": False},
        )
        if kept:
            raise ValueError("more choices than a cell can offer")

    def _put(self, row: int, column: int, value: Value, formats: _Formats) -> None:
        sheet = self._sheet
        if value is None or value == "":
            sheet.write_blank(row, column, None, formats.words)
        elif isinstance(value, str):
            self._put_words(row, column, value, formats)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, formats.number)
        elif isinstance(value, int | float):
            if -BEYOND < value < BEYOND:
                sheet.write_number(row, column, value, formats.number)
            else:  # no number at all, too
                sheet.write_string(row, column, str(value), formats.words)
        elif isinstance(value, date):
            self._put_day(row, column, value, formats)
        else:
            raise TypeError(f"{type(value).__name__} is no value of a cell")

    def _put_words(self, row: int, column: int, text: str, formats: _Formats) -> None:
        if not text.isprintable():  # almost every cell is
            text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        text = _cut(text, MOST_IN_A_CELL)
        if text.startswith("<r>"):
            # XlsxWriter takes what lies between <r> and </r> for markup of its own.
            parts = ["<", formats.beside, text[1:], formats.words]
            self._sheet.write_rich_string(row, column, *filter(None, parts))
        else:
            self._sheet.write_string(row, column, text, formats.words)

    def _put_day(self, row: int, column: int, day: date, formats: _Formats) -> None:
        is_moment = isinstance(day, datetime)
        if day.year < 1900:  # a sheet counts days from there
            self._sheet.write_string(row, column, str(day), formats.words)
        else:
            look = formats.moment if is_moment else formats.day
            self._sheet.write_datetime(row, column, day, look)


def _cut(text: str, most: int) -> str:
    if 2 * len(text) <= most:
        return text
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
