"""The workbook to fill in, and the organisation of a street in it: the same form."""

import io
from typing import Any

from django.utils.translation import gettext as _

from foundation.workbooks import template
from foundation.workbooks.template import EmptySheet
from grids.models import Area
from office.opening import sheets
from office.opening.places import COMMUNITY

Cells = dict[str, Any]
"""What stands in a line, by the names of the columns."""


def build(street: Area) -> io.BytesIO:
    """What the register holds of the street, sheet by sheet; an empty street gives empty sheets."""
    return _book({title: _rows(title, street) for title in sheets.titles()})


def build_of(community: Area, more: dict[str, list[Cells]]) -> io.BytesIO:
    """The places of one community as registered, and `more` lines of each sheet behind them.

    Nobody who works there stands in it: who may see places sees not everybody's posts.
    """
    rows = dict.fromkeys(sheets.titles(), [])
    for title in rows:
        if COMMUNITY in sheets.columns_of(title):
            there = _rows(title, community.parent)
            rows[title] = [each for each in there if each[COMMUNITY.name] == community.name]
        rows[title] = [*rows[title], *more.get(title, ())]
    return _book(rows)


def _rows(title: str, street: Area) -> list[Cells]:
    rows: dict[Any, Cells] = {}
    for part in sheets.parts():
        for key, cells in part.rows(street).items() if part.title == title else ():
            rows.setdefault(key, {}).update(cells)
    return list(rows.values())


def _book(rows: dict[str, list[Cells]]) -> io.BytesIO:
    return template.build([_sheet(title, lines) for title, lines in rows.items()])


def _sheet(title, rows):
    columns = sheets.columns_of(title)
    parts = [part for part in sheets.parts() if part.title == title]
    lines = [[_cell(cells.get(column.name)) for column in columns] for cells in rows]
    rules = [str(part.rule) for part in parts]
    rules += [_("已经写着的是登记里现在的样子；照着改、接着往下添，再传回来。")]
    heads = [column.as_head() for column in columns]
    return EmptySheet(title, heads, rules=rules, rows=lines)


def _cell(value):
    return "" if value is None else str(value)
