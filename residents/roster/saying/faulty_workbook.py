"""The faulty lines as a workbook to hand back: their own columns, and what is wrong with them."""

import io
from collections import defaultdict

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from residents.models import Roster, RosterPage
from residents.roster import pages
from residents.roster.columns import Column
from residents.roster.rows import Fault

LONG_NUMBER = 10**9
"""From here on a number is somebody's, not a count: it is written as text and keeps its digits."""


def build(roster: Roster) -> tuple[io.BytesIO, int]:
    """The workbook, and how many lines it holds.

    Each value is what the uploader gave. Nothing in it is a formula, whatever it begins with.
    """
    reasons = _reasons(roster)
    (_first, heads), *lines = pages.read_all(roster, RosterPage.Part.ORIGINAL) or [[0, []]]
    kept = {line for line, _values in lines}
    lines += [[line, []] for line in sorted(reasons.keys() - kept)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("有错的行"))
    sheet.freeze_panes = "A2"
    for index in range(len(heads) + 2):
        sheet.column_dimensions[get_column_letter(index + 1)].width = (
            44 if index == len(heads) + 1 else 16
        )
    sheet.append(_cells(sheet, [_("原来的行"), *heads, _("哪里不对")], bold=True))
    for line, cells in lines:
        cells = [*cells, *[""] * (len(heads) - len(cells))]
        sheet.append(_cells(sheet, [line, *cells, reasons.get(line, "")]))
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content, len(lines)


def _reasons(roster):
    reasons = defaultdict(list)
    for kept in pages.read_all(roster, RosterPage.Part.FAULTY):
        reasons[kept["line"]].append(f"{_(Column(kept['column']).value)}：{Fault(**kept).sentence}")
    return {line: " ".join(each) for line, each in reasons.items()}


def _cells(sheet, values, *, bold=False):
    cells = []
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= LONG_NUMBER:
            value = f"{value:.0f}"
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            # A string, whatever it looks like: no =, +, - or @ begins a formula in it.
            cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells
