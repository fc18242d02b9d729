"""Workbooks from outside: looked over with suspicion first, then read row by row.

`survey` walks through the file as a stream and refuses whatever could exhaust us, so that the
reader afterwards only meets files of a known size and shape. It also notes what the reader does
not tell: merged cells, errors, formulas without a result, what counts days, what is hidden or
struck out. `read` reads apart, and puts the two together.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from foundation.workbooks import apart, limits
from foundation.workbooks.formats import compound, csv_text, ods, xls, xlsx
from foundation.workbooks.formats.archives import Archive
from foundation.workbooks.refusals import (
    DAMAGED,
    NOT_A_WORKBOOK,
    TOO_BIG,
    WEB_TABLE,
    Refused,
    in_sentences,
)
from foundation.workbooks.survey import UNCALCULATED, Form, Sheet, Survey

__all__ = ["UNCALCULATED", "Form", "Refused", "Sheet", "Survey", "read", "survey"]

WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.I)

Row = tuple[int, list[Any]]
"""A line, counted from 1, and its cells from the first column on: as many in every row."""


def survey(file: BinaryIO) -> Survey:
    """Look the whole file over without keeping it in memory. Raises Refused."""
    file.seek(0, 2)
    if file.tell() > limits.MOST_BYTES:
        raise Refused(TOO_BIG)
    file.seek(0)
    head = file.read(8)
    with in_sentences():
        if head == compound.SIGNATURE:
            seen = xls.look_through(file)
        elif head.startswith(b"PK\x03\x04"):
            seen = _archive(file)
        else:
            seen = _text(file)
    seen.judge()
    return seen


def _archive(file: BinaryIO) -> Survey:
    archive = Archive(file)
    if "[Content_Types].xml" in archive:
        return xlsx.look_through(archive)
    if "mimetype" in archive and "content.xml" in archive:
        return ods.look_through(archive)
    raise Refused(NOT_A_WORKBOOK)


def _text(file: BinaryIO) -> Survey:
    file.seek(0)
    content = file.read()
    if WEB_PAGE.match(content):
        raise Refused(WEB_TABLE)
    if not csv_text.is_table(content):
        raise Refused(NOT_A_WORKBOOK)
    return csv_text.look_through(content)


def read(file: BinaryIO, seen: Survey) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """The visible sheets with anything in them, each with its rows. Raises Refused."""
    wanted = [n for n, sheet in enumerate(seen.sheets) if sheet.visible and sheet.last_row]
    if not wanted:
        return
    if seen.form is Form.CSV:
        file.seek(0)
        yield seen.sheets[0], _padded(csv_text.rows_of(file.read()), seen.sheets[0])
        return
    answer = apart.read(file, [(number, seen.sheets[number].width) for number in wanted])
    _compare(answer, seen)
    for number, (rows, filled) in zip(wanted, answer.sheets, strict=True):
        sheet = seen.sheets[number]
        # Whatever the reader passed over without a word: we do not go on as if it were not there.
        if filled < sheet.filled or len(rows) > sheet.last_row:
            raise Refused(DAMAGED)
        yield sheet, _rows(sheet, apart.unpacked(rows))


def _padded(rows: Iterator[Row], sheet: Sheet) -> Iterator[Row]:
    for line, cells in rows:
        if line <= sheet.last_row:
            yield line, (cells + [None] * sheet.width)[: sheet.width]


def _compare(answer: apart.Answer, seen: Survey) -> None:
    """The reader found the very sheets we saw, and knows each by a name of its own."""
    names = [sheet.name for sheet in seen.sheets]
    if len(answer.names) != len(names) or len(set(answer.names)) < len(names):
        raise Refused(DAMAGED)
    if seen.form is not Form.XLS and answer.names != names:
        raise Refused(DAMAGED)


def _rows(sheet: Sheet, rows: Iterator[list[Any]]) -> Iterator[Row]:
    for line in range(1, sheet.last_row + 1):
        cells = next(rows, None) or [None] * sheet.width
        if instead := sheet.instead.get(line):
            for column, value in zip(instead[::2], instead[1::2], strict=True):
                cells[column - 1] = value
        yield line, cells
