"""FaultySheet rows as a workbook to hand back: as they were given, and beside each what is wrong."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.workbooks import writing
from foundation.workbooks.writing import Look, Value

LONG_NUMBER = 10**9
"""From here on a number is somebody's, not a count: it is written as text and keeps its digits."""

AS_GIVEN = Look(text=True, quoted=True)  # no =, +, - or @ begins a formula in it
HEAD_AS_GIVEN = Look(bold=True, text=True, quoted=True)
WIDTH, WIDTH_OF_WHY = 16, 44


@dataclass(frozen=True)
class FaultySheet:
    """The faulty rows of one sheet, each as (line, cells, what is wrong), under its own heads."""

    title: str
    heads: Sequence[str]
    rows: Iterable[tuple[int, Sequence[Value], str]]


def build(sheets: Iterable[FaultySheet]) -> io.BytesIO:
    """The workbook. Mended rows can be sent in again: the heads are those they came with."""
    content = io.BytesIO()
    with writing.book(content) as book:
        for faulty in sheets:
            many = len(faulty.heads)
            widths = [*[WIDTH] * (many + 1), WIDTH_OF_WHY]
            columns = [writing.Column(width, AS_GIVEN) for width in widths]
            sheet = book.sheet(faulty.title, columns, frozen=1)
            sheet.append([_("原来的行"), *faulty.heads, _("哪里不对")], HEAD_AS_GIVEN)
            for line, cells, why in faulty.rows:
                padded = [*cells, *[""] * (many - len(cells))]
                sheet.append([line, *map(_whole, padded), why])
    content.seek(0)
    return content


def _whole(value: Value) -> Value:
    is_long = isinstance(value, int | float) and value >= LONG_NUMBER
    return f"{value:.0f}" if is_long else value
