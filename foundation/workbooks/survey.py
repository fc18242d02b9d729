"""What a look through a workbook tells: sheets, their size, and what its reader would keep silent about."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from foundation.workbooks import limits
from foundation.workbooks.dates import WINDOWS_EPOCH
from foundation.workbooks.refusals import TOO_FAR, TOO_MANY_ROWS, UNKNOWN_ERROR, Refused

UNCALCULATED = object()
"""Stands in a cell whose formula has no stored result."""


class Form(StrEnum):
    """How a workbook is written, named as its files end."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


@dataclass
class Sheet:
    """What the survey saw of one worksheet; rows and columns count from 1."""

    name: str = ""
    visible: bool = True
    rows: int = 0  # with anything in them
    last_row: int = 0
    last_column: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # column, row twice
    instead: dict[int, list[Any]] = field(default_factory=dict)
    """row: column, what stands there, column, … for cells of which the reader says something else."""
    filled: int = 0  # cells the reader has to find something in
    hidden: list[int] = field(default_factory=list)  # rows with anything in them
    hidden_columns: set[int] = field(default_factory=set)
    struck: list[int] = field(default_factory=list)  # rows with a cell that is struck out
    notes: dict[str, None] = field(default_factory=dict)  # cells somebody wrote one to, as C5
    drawn_words: bool = False  # in a text box or another shape
    unknown_error: tuple[str, str] | None = None  # a cell, and what stands there
    epoch: datetime = WINDOWS_EPOCH  # from when the workbook counts days

    def note_row(self, row: int, *, hidden: bool, times: int = 1) -> None:
        """`times` rows from this one on have something in them; rows come in their order."""
        self.rows += times
        self.last_row = row + times - 1
        if hidden:
            self.hidden.extend(range(row, row + times))

    def put(self, row: int, column: int, value: object) -> None:
        if column <= limits.MOST_COLUMNS:
            self.instead.setdefault(row, []).extend((column, value))

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns |= {*range(first, min(last, limits.MOST_COLUMNS) + 1)}

    def note_at(self, spot: str) -> None:
        """Answers to a note, and the same one kept in another form, are no further ones."""
        if spot:
            self.notes[spot] = None

    def strike(self, row: int) -> None:
        if not self.struck or self.struck[-1] != row:
            self.struck.append(row)

    @property
    def width(self) -> int:
        """How many cells of a row are read."""
        return min(self.last_column, limits.MOST_COLUMNS)

    @property
    def area(self) -> int:
        return self.last_row * self.last_column


@dataclass
class Survey:
    """All worksheets of a workbook, in their order."""

    form: Form
    sheets: list[Sheet]

    @property
    def epoch(self) -> datetime:
        """From when the workbook counts days; it says so once, for all its sheets."""
        return self.sheets[0].epoch if self.sheets else WINDOWS_EPOCH

    @property
    def rows(self) -> int:
        return max((sheet.rows for sheet in self.sheets), default=0)

    @property
    def hidden(self) -> list[Sheet]:
        """Hidden sheets with anything in them."""
        return [sheet for sheet in self.sheets if sheet.rows and not sheet.visible]

    def judge(self) -> None:
        """Raises Refused."""
        if self.rows > limits.MOST_ROWS + limits.ROWS_ABOVE:
            raise Refused(TOO_MANY_ROWS)
        # Of an .xlsx only the sheets that are wanted are laid down, of the others all.
        laid = [sheet for sheet in self.sheets if sheet.visible or self.form is not Form.XLSX]
        if sum(sheet.area for sheet in laid) > limits.MOST_AREA:
            largest = max(laid, key=lambda sheet: sheet.area)
            line, column = f"{largest.last_row:,}", letters_of(largest.last_column)
            raise Refused(TOO_FAR, sheet=largest.name, line=line, column=column)
        for sheet in laid:
            if sheet.unknown_error:
                cell, error = sheet.unknown_error
                raise Refused(UNKNOWN_ERROR, sheet=sheet.name, cell=cell, error=error)


def letters_of(column: int) -> str:
    """A, B, … Z, AA, …"""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The other way round. Raises ValueError."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(letters)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column
