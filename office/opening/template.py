"""The workbook to fill in, and the organisation of a street in it: the same form."""

import io
from typing import Any

from django.utils.translation import gettext as _

from foundation.workbooks import template
from foundation.workbooks.template import EmptySheet
from grids.models import Area
from office.opening import sheets


def build(street: Area) -> io.BytesIO:
    """What the register holds of the street, sheet by sheet; an empty street gives empty sheets."""
    return template.build([_sheet(title, street) for title in sheets.titles()])


def _sheet(title, street):
    columns = sheets.columns_of(title)
    parts = [part for part in sheets.parts() if part.title == title]
    rows: dict[Any, dict[str, Any]] = {}
    for part in parts:
        for key, cells in part.rows(street).items():
            rows.setdefault(key, {}).update(cells)
    lines = [[_cell(cells.get(column.name)) for column in columns] for cells in rows.values()]
    rules = [str(part.rule) for part in parts]
    rules += [_("已经写着的是登记里现在的样子；照着改、接着往下添，再传回来。")]
    heads = [column.as_head() for column in columns]
    return EmptySheet(title, heads, rules=rules, rows=lines)


def _cell(value):
    return "" if value is None else str(value)
