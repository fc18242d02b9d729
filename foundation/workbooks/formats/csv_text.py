"""A .csv read as what a spreadsheet would show of it: every cell is text."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from foundation.workbooks import limits
from foundation.workbooks.escapes import unescaped
from foundation.workbooks.refusals import Refused, TooWide
from foundation.workbooks.survey import Form, Sheet, Survey

# UTF-8 first: Chinese in GB18030 is hardly ever good UTF-8 by chance.
CODINGS = ("utf-8-sig", "gb18030")
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # of what Excel calls Unicode text
WITHOUT_MARK = ("utf-16-le", "utf-16-be")
PIECE = 4096
SEPARATORS = ",\t;"
SAYS_SEPARATOR = re.compile(r"sep=(.)\r?\n?")
KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""="0472" is how programs keep a spreadsheet from taking digits for a number."""

UNKNOWN_CODING = _("这份 CSV 的文字编码认不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
ODD_QUOTES = _(
    "这份 CSV 第 %(line)s 行的引号不成对，后面的读不准。请改好，或者另存为 .xlsx 再上传。"
)

Row = tuple[int, list[Any]]


def coding_of(content: bytes) -> str | None:
    """How the words of a file are written, or None if it is none of words."""
    if content.startswith(MARKS):
        return "utf-16" if _is_written_in("utf-16", content) else None
    if b"\0" in content:
        return next((each for each in WITHOUT_MARK if _has_lines_in(each, content)), None)
    return next((coding for coding in CODINGS if _is_written_in(coding, content)), None)


def _has_lines_in(coding: str, content: bytes) -> bool:
    """Whether it is UTF-16 that does not say so: in no other coding are there ends of lines."""
    if not _is_written_in(coding, content):
        return False
    first = content[:PIECE].decode(coding, "ignore")
    return "\n" in first and "\0" not in first and any(mark in first for mark in SEPARATORS)


def _is_written_in(coding: str, content: bytes) -> bool:
    """Looked through in pieces: as text the whole would weigh four times as much."""
    decoder = codecs.getincrementaldecoder(coding)()
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def is_table(content: bytes) -> bool:
    """Whether these may be words with something between them that parts columns."""
    if (coding := coding_of(content)) is None:
        return b"\0" not in content and any(mark in content[:PIECE] for mark in b",\t;")
    first = content[:PIECE].decode(coding, "ignore")
    if any(unicodedata.category(c) == "Cc" and not c.isspace() for c in first):
        return False
    return any(mark in first for mark in SEPARATORS)


def look_through(content: bytes) -> Survey:
    """One sheet, called nothing. Raises Refused, TooWide."""
    sheet = Sheet()
    for line, cells in rows_of(content):
        if any(cells):
            sheet.note_row(line, hidden=False)
            sheet.last_column = max(sheet.last_column, len(cells))
            if sheet.rows > limits.MOST_ROWS + limits.ROWS_ABOVE:
                break
    return Survey(Form.CSV, [sheet])


def rows_of(content: bytes) -> Iterator[Row]:
    """Each line as a spreadsheet counts it, with its cells; None for an empty one.

    Raises Refused, TooWide.
    """
    coding = coding_of(content)
    if coding is None:
        raise Refused(UNKNOWN_CODING)
    words = io.TextIOWrapper(io.BytesIO(content), coding, newline="")
    said = SAYS_SEPARATOR.fullmatch(words.readline())
    if not said:
        words.seek(0)
    separator = said[1] if said else _separator_of(content[:PIECE].decode(coding, "ignore"))
    reader = csv.reader(words, delimiter=separator, strict=True)
    line = 0
    try:
        for line, cells in enumerate(reader, 1):
            if len(cells) > limits.MOST_CELLS_IN_A_ROW:
                raise TooWide
            yield line, [_cell(cell) for cell in cells[: limits.MOST_COLUMNS]]
    except csv.Error:
        raise Refused(ODD_QUOTES, line=line + 1) from None


def _separator_of(text: str) -> str:
    """What stands most often in the first line with any of them."""
    for line in text.splitlines()[: limits.ROWS_ABOVE]:
        if any(mark in line for mark in SEPARATORS):
            return max(SEPARATORS, key=line.count)
    return ","


def _cell(cell: str) -> str | None:
    if cell.startswith("=") and (kept := KEPT_AS_TEXT.fullmatch(cell)):
        cell = kept[1]
    return unescaped(cell) or None
