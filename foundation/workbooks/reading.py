"""Workbooks from outside: looked over with suspicion first, then read row by row.

`survey` walks through the file as a stream and refuses whatever could exhaust us, so that the
reader afterwards only meets files of a known size and shape. It also notes what the reader does
not tell: merged cells, errors, formulas without a result, what counts days, what is hidden or
struck out. `read` reads apart, and puts the two together.
"""

import contextlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from foundation.workbooks import apart, limits
from foundation.workbooks.formats import compound, ods, xls, xlsx
from foundation.workbooks.formats.archives import Archive
from foundation.workbooks.refusals import (
    DAMAGED,
    NOT_A_WORKBOOK,
    PLAIN_TEXT,
    TOO_BIG,
    Refused,
    in_sentences,
)
from foundation.workbooks.survey import UNCALCULATED, Form, Sheet, Survey

__all__ = ["UNCALCULATED", "Form", "Refused", "Sheet", "Survey", "read", "survey"]

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
            is_text = _is_table_of_text(head + file.read(4000))
            raise Refused(PLAIN_TEXT if is_text else NOT_A_WORKBOOK)
    seen.judge()
    return seen


def _archive(file: BinaryIO) -> Survey:
    archive = Archive(file)
    if "[Content_Types].xml" in archive:
        return xlsx.look_through(archive)
    if "mimetype" in archive and "content.xml" in archive:
        return ods.look_through(archive)
    raise Refused(NOT_A_WORKBOOK)


def _is_table_of_text(beginning: bytes) -> bool:
    lines = beginning.rpartition(b"\n")[0]
    for coding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return any(mark in lines.decode(coding).partition("\n")[0] for mark in ",;\t")
    return False


def read(file: BinaryIO, seen: Survey) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """The visible sheets with anything in them, each with its rows. Raises Refused."""
    wanted = [n for n, sheet in enumerate(seen.sheets) if sheet.visible and sheet.last_row]
    if not wanted:
        return
    answer = apart.read(file, [(number, seen.sheets[number].width) for number in wanted])
    _compare(answer, seen)
    for number, (rows, filled) in zip(wanted, answer.sheets, strict=True):
        sheet = seen.sheets[number]
        # Whatever the reader passed over without a word: we do not go on as if it were not there.
        if filled < sheet.filled or len(rows) > sheet.last_row:
            raise Refused(DAMAGED)
        yield sheet, _rows(sheet, apart.unpacked(rows))


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
