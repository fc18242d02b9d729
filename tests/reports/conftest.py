"""Exports from the neighbourhood: who asks, what for, and what the file says."""

import csv
import io
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from foundation.work import queue
from reports.exports import requests
from reports.models import Export
from reports.tables import TABLES, Ask
from tests import builders
from tests.conftest import NOON

WHY = "报民政局核对高龄补贴"


def ask_for(by, area, table="people", *, at=NOON, **facts):
    """An export as somebody orders it, with the columns a table begins with."""
    chosen = [column.key for column in TABLES[table].columns if column.chosen]
    question = {
        "state": facts.pop("state", next(iter(TABLES[table].states), "")),
        "from_on": facts.pop("from_on", None),
        "until_on": facts.pop("until_on", None),
    }
    return requests.order(
        uid=facts.pop("uid", None) or uuid4(),
        table=table,
        ask=Ask(area=area, **question),
        columns=facts.pop("columns", chosen),
        full=facts.pop("full", False),
        why=facts.pop("why", WHY),
        form=facts.pop("form", "xlsx"),
        by=by,
        at=at,
    )


def export(by, area, table="people", *, agreed_by=None, at=NOON, **facts):
    """Ordered, agreed to when somebody is named, and written."""
    asked = ask_for(by, area, table, at=at, **facts)
    if agreed_by:
        requests.agree(export=asked, by=agreed_by, at=at)
    queue.work_on(asked, at=at)
    asked.refresh_from_db()
    return asked


def content_of(ready, by, at=NOON) -> bytes:
    return b"".join(requests.take(export=ready, by=by, at=at))


def sheet_of(ready, by, at=NOON, name=None):
    """The cells of a workbook, line by line; formulas would show as such."""
    book = load_workbook(io.BytesIO(content_of(ready, by, at)))
    sheet = book[name] if name else book.worksheets[0]
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def lines_of(ready, by, at=NOON):
    """The cells of a CSV file, line by line."""
    text = content_of(ready, by, at).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def table_of(ready, by, at=NOON):
    """What stands under which head, a mapping for each row."""
    if ready.form == Export.Form.CSV:
        head, *rows, _origin = lines_of(ready, by, at)
    else:
        _origin, head, *rows = sheet_of(ready, by, at)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def mai(street):
    """Bai's colleague at the street office."""
    return builders.make_staff("mai", "麦田", street, "street_staff")


@pytest.fixture
def sun(west):
    """A resident of the west."""
    return builders.make_person(builders.make_door(west, "101"), "孙巧云", phone="16400000003")


@pytest.fixture
def wu(far):
    """A resident of the south."""
    return builders.make_person(builders.make_door(far, "101"), "吴大海", phone="16400000004")
