"""The sheets of the organisation workbook: each app registers the part it knows, in `ready()`.

Two parts may share a sheet: of 楼栋 the office reads where a building stands, the register of
residents its doors. A part reads one line at a time and says to the plan what should be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_noop as _

from foundation.workbooks import cells
from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import Heads
from foundation.workbooks.survey import Sheet
from foundation.workbooks.template import Head

NOT_A_NUMBER = _("这里要填 %(least)s 到 %(most)s 的整数。")
NO_SUCH_DAY = _("没有这一天。请写成 2026-03-10 这样。")


@dataclass(frozen=True)
class Column:
    """A head of a sheet; `how` says on the sheet of explanations how to fill it in."""

    name: str
    how: Any
    required: bool = False
    width: int = 14
    choices: Sequence[str] = ()

    def as_head(self) -> Head:
        return Head(self.name, str(self.how), self.width, [str(each) for each in self.choices])


class Bad(Exception):
    """A cell that cannot be taken; the line is left out and the fault is said."""

    def __init__(self, column: str, wrong: Wrong):
        super().__init__(column)
        self.column, self.wrong = column, wrong


@dataclass(frozen=True)
class Line:
    """One line of a sheet, its cells by the heads they stand under."""

    sheet: Sheet
    title: str
    number: int
    heads: Heads[str]
    known: dict[str, Any]

    def text(self, column: Column, most: int = 60) -> str:
        """The words of a cell without blanks around them. Raises Bad."""
        try:
            text = cells.as_remark(self.known.get(column.name), most)
            if column.required and not text:
                raise Wrong(cells.MISSING)
        except Wrong as wrong:
            raise Bad(column.name, wrong) from None
        return text

    def number_of(self, column: Column, least: int, most: int) -> int | None:
        """A whole number between these, None of an empty cell. Raises Bad."""
        text = self.plain(column)
        if not text:
            return None
        for ending in ("号楼", "单元", "号", "栋", "幢", "层", "户"):
            text = text.removesuffix(ending)
        if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
            raise self.bad(column, NOT_A_NUMBER, least=least, most=most)
        return int(text)

    def plain(self, column: Column) -> str:
        """The text of a cell with no blank in it. Raises Bad."""
        try:
            text = cells.as_text(self.known.get(column.name))
            if column.required and not text:
                raise Wrong(cells.MISSING)
        except Wrong as wrong:
            raise Bad(column.name, wrong) from None
        return text

    def day(self, column: Column):
        """A day, None of an empty cell. Raises Bad."""
        try:
            day = cells.as_day(self.known.get(column.name), self.sheet.epoch)
            if column.required and day is None:
                raise Wrong(cells.MISSING)
        except Wrong as wrong:
            raise Bad(column.name, wrong) from None
        except ValueError:
            raise self.bad(column, NO_SUCH_DAY) from None
        if day is not None and not 1900 <= day.year <= 2200:
            raise self.bad(column, NO_SUCH_DAY)
        return day

    def bad(self, column: Column, text: str, **values: Any) -> Bad:
        return Bad(column.name, Wrong(text, **values))


class Part(Protocol):
    """What one app knows of one sheet; made anew for each file, so that two do not meet.

    `begin` reads the register once, `read` is called for each line and raises Bad, `end` says what
    the file leaves out. `rows` are the lines of the sheet as the register has them now, by the
    names of the columns; parts of one sheet give theirs under the same key.
    """

    title: str
    columns: Sequence[Column]
    rule: Any

    def begin(self, plan: Any) -> None: ...
    def read(self, line: Line, plan: Any) -> None: ...
    def end(self, plan: Any) -> None: ...
    def rows(self, street: Any) -> dict[Any, dict[str, Any]]: ...


_parts: list[type[Part]] = []


def also(part: type[Part]) -> None:
    """Register a part; parts are read and written in this order."""
    _parts.append(part)


def parts() -> list[Part]:
    """Every part, with nothing on its desk yet."""
    return [each() for each in _parts]


def titles() -> list[str]:
    return list(dict.fromkeys(part.title for part in _parts))


def columns_of(title: str) -> list[Column]:
    """Of all parts of a sheet, each once."""
    found: dict[str, Column] = {}
    for part in _parts:
        if part.title == title:
            for column in part.columns:
                found.setdefault(column.name, column)
    return list(found.values())
