"""Organisation workbooks for tests, made by script, and the road they go."""

import io
from uuid import uuid4

from openpyxl import Workbook

from office.opening import sheets, workflow
from tests.conftest import NOON

NORTH = "北苑社区"
GRIDS = [[NORTH, "北苑第一网格", ""], [NORTH, "北苑第二网格", ""]]
COMPOUNDS = [[NORTH, "和平里"]]
BUILDINGS = [
    [NORTH, "和平里", "3", "北苑第一网格", "", "", "2", "6", "2", "1-101、2-602", "1-103"],
    [NORTH, "和平里", "4", "北苑第二网格", "", "", "", "", "", "", ""],
]
PLACES = {"网格": GRIDS, "小区": COMPOUNDS, "楼栋": BUILDINGS}


def workbook(change=None, **lines):
    """A workbook of these sheets, under the heads of the template; `change(book)` may still act."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in lines.items():
        sheet = book.create_sheet(title)
        sheet.append([column.name for column in sheets.columns_of(title)])
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    content.name = "组织表.xlsx"
    return content


def checked(street, by, file, *, at=NOON):
    """Uploaded and looked at, by the functions the page calls."""
    about = {"street": street, "by": by, "at": at}
    row = workflow.upload(uid=uuid4(), file=file, name=file.name, **about)
    workflow.check(row=row, at=at)
    return row


def taken_in(street, by, file, *, at=NOON):
    row = checked(street, by, file, at=at)
    workflow.agree(row=row, by=by, at=at)
    workflow.take_in(row=row, at=at)
    return row
