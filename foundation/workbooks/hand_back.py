"""FaultySheet rows as a workbook to hand back: as they were given, and beside each what is wrong."""

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.workbooks import writing
from foundation.workbooks.heads import plain_head
from foundation.workbooks.writing import Look, Value

LONG_NUMBER = 10**9
"""From here on a number is somebody's, not a count: it is written as text and keeps its digits."""

AS_GIVEN = Look(text=True, quoted=True)  # no =, +, - or @ begins a formula in it
HEAD_AS_GIVEN = Look(bold=True, text=True, quoted=True)
MARKED = Look(text=True, quoted=True, fill="FBE6DD", color="86290F")
WIDTH, WIDTH_OF_WHY = 16, 44
OURS = LINE, WHY = gettext_noop("原来的行"), gettext_noop("哪里不对")
"""The heads we add on the left and on the right."""
NO_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$")  # what no sheet of a workbook may be called
LONGEST_TITLE = 31
MARKED_HEAD = re.compile(r"[(（]([0-9a-f]{8})[)）]")


class FaultyRow(NamedTuple):
    """`marked`: the columns that are wrong, counted from 0 in the cells."""

    line: int
    cells: Sequence[Value]
    why: str
    marked: Collection[int] = ()


@dataclass(frozen=True)
class FaultySheet:
    """The faulty rows of one sheet under its own heads. `mark`: by which its file is known again."""

    title: str
    heads: Sequence[str]
    rows: Iterable[FaultyRow]
    mark: str = ""


def build(sheets: Iterable[FaultySheet]) -> io.BytesIO:
    """The workbook. Mended rows can be sent in again: the heads are those they came with."""
    content = io.BytesIO()
    titles: set[str] = set()
    with writing.book(content) as book:
        for faulty in sheets:
            many = len(faulty.heads)
            widths = [*[WIDTH] * (many + 1), WIDTH_OF_WHY]
            columns = [writing.Column(width, AS_GIVEN) for width in widths]
            sheet = book.sheet(_title(faulty.title, titles), columns, frozen=1)
            first = _(LINE) + (f"（{faulty.mark}）" if faulty.mark else "")
            sheet.append([first, *faulty.heads, _(WHY)], HEAD_AS_GIVEN)
            for line, cells, why, marked in faulty.rows:
                padded = [*cells, *[""] * (many - len(cells))]
                looks = {column + 1: MARKED for column in marked if column < many}
                sheet.append([line, *map(_whole, padded), why], looks=looks)
    content.seek(0)
    return content


@cache
def ours() -> frozenset[str]:
    """Our heads in every language: whoever sends the mended workbook in again did not write them."""
    heads = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            heads |= set(map(_, OURS))
    return frozenset(heads)


def mark_of(heads: Sequence[object]) -> str:
    """The mark of the workbook these heads come from; nothing if it was not handed back."""
    if not heads or plain_head(heads[0]) not in ours():
        return ""
    marked = MARKED_HEAD.search(str(heads[0]))
    return marked[1] if marked else ""


def _title(wanted: str, taken: set[str]) -> str:
    """As the sheet was called, as far as a workbook allows it, and each once."""
    plain = NO_TITLE.sub(" ", wanted)[:LONGEST_TITLE].strip() or _("有错的行")
    title, number = plain, 1
    while title.lower() in taken:
        number += 1
        title = f"{plain[: LONGEST_TITLE - 4]}({number})"
    taken.add(title.lower())
    return title


def _whole(value: Value) -> Value:
    is_long = isinstance(value, int | float) and value >= LONG_NUMBER
    return f"{value:.0f}" if is_long else value
