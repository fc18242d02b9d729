"""An empty workbook for people to fill in: heads, invented examples, and how to fill it in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.workbooks import writing
from foundation.workbooks.writing import HEAD, TEXT, Look, Sheet

# How far lists to choose from reach, and the cells that are text beforehand: some programs go by
# the column, some by the cell.
LINES, TEXT_LINES = 5_000, 200
EXAMPLE = Look(italic=True, color="808080", text=True)
HEAD_OF_TEXT = Look(bold=True, fill=HEAD.fill, text=True)
NAME, HOW = Look(bold=True, wraps=True), Look(wraps=True)


@dataclass(frozen=True)
class Head:
    """One column: what it is called, how to fill it in, and what there is to choose from."""

    name: str
    how: str
    width: int = 12  # characters
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class EmptySheet:
    """One sheet to fill in. `rules` are sentences that hold for all of it; `rows` are no examples."""

    title: str
    heads: Sequence[Head]
    examples: Sequence[Sequence[str]] = ()
    rules: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def build(sheets: Sequence[EmptySheet]) -> io.BytesIO:
    """The workbook: these sheets, and one that says how to fill them in.

    Every cell is text, which is what keeps 18 digits 18 digits. Raises ValueError for more choices
    than a cell can offer (255 characters in all).
    """
    content = io.BytesIO()
    with writing.book(content) as book:
        for empty in sheets:
            columns = [writing.Column(head.width, TEXT) for head in empty.heads]
            _to_fill_in(book.sheet(empty.title, columns, frozen=1), empty)
        columns = [writing.Column(16, NAME), writing.Column(80, HOW)]
        about = book.sheet(_("填写说明"), columns)
        for empty in sheets:
            _how_to(about, empty, titled=len(sheets) > 1)
    content.seek(0)
    return content


def _to_fill_in(sheet: Sheet, empty: EmptySheet) -> None:
    sheet.append([head.name for head in empty.heads], HEAD_OF_TEXT)
    for example in empty.examples:
        sheet.append(example, EXAMPLE)
    for row in empty.rows:
        sheet.append(row)
    for _line in range(sheet.rows, TEXT_LINES):
        sheet.append([""] * len(empty.heads))
    for number, head in enumerate(empty.heads):
        if head.choices:
            sheet.offer(number, head.choices, rows=range(1, LINES))


def _how_to(about: Sheet, empty: EmptySheet, *, titled: bool) -> None:
    if about.rows:
        about.append(["", ""])
    if titled:
        about.append([empty.title], HEAD)
    about.append([_("列"), _("怎么填")])
    for head in empty.heads:
        about.append([head.name, head.how])
    about.append(["", ""])
    for rule in empty.rules:
        about.append(["", rule])
