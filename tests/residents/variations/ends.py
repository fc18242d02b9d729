"""What a line of a roster may end as, and the comparison of a whole file with it."""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl import Workbook

from residents.roster import workflow
from tests.conftest import TODAY
from tests.forms import FORMS, written
from tests.residents.sheets import HEADERS

ASKED = "asked"
STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Refused:
    """The line is refused for what stands in this column."""

    column: str


@dataclass
class Variation:
    """`cells` by head, besides those of an ordinary line; `ends`: each of them would be right.

    An end is ASKED, Refused(column), or what the line says in the register, by attribute.
    """

    cells: dict
    ends: tuple
    format: dict = field(default_factory=dict)  # of a head's cell, as a spreadsheet shows it


def one(column, value, *ends, shown=None):
    return Variation({column: value}, ends, {column: shown} if shown else {})


def ordinary(number):
    """A line without anything odd: a door and a name that no other line has."""
    name = "郑" + "".join(STEMS[int(digit)] for digit in f"{number:03d}")[-2:]
    name += STEMS[number // 100 % 10]
    return {
        "小区": "槐荫里",
        "楼号": 1,
        "单元": 1,
        "门牌": f"{number // 8 + 1}{number % 8 + 1:02d}",
        "姓名": name,
    }


def lines_of(variations):
    return [
        {head: (ordinary(number) | each.cells).get(head) for head in HEADERS}
        for number, each in enumerate(variations)
    ]


def as_workbook(variations, form):
    book = Workbook()
    page = book.active
    page.append(HEADERS)
    lines = zip(variations, lines_of(variations), strict=True)
    for number, (each, line) in enumerate(lines, 2):
        for column, head in enumerate(HEADERS, 1):
            cell = page.cell(number, column)
            cell.value = line[head]
            if isinstance(line[head], str):
                cell.data_type = "s"  # also where it begins with =
            if shown := each.format.get(head):
                cell.number_format = shown
    return written(book, form)


def as_text(variations, coding):
    """A table of text, with days as a Chinese spreadsheet writes them there."""

    def cell(value):
        return f"{value:%Y/%m/%d}" if isinstance(value, datetime) else value

    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(HEADERS)
    writer.writerows([cell(each) for each in line.values()] for line in lines_of(variations))
    file = io.BytesIO(content.getvalue().encode(coding))
    file.name = "名册.csv"
    return file


def how_it_ended(found, line):
    """ASKED, Refused or the row."""
    if ("", line) in found.reading.asked:
        return ASKED
    for fault in found.faults:
        if fault.line == line:
            return Refused(str(fault.column))
    return next((row for row in found.reading.rows if row.line == line), None)


def is_right(ended, end):
    if isinstance(end, dict):
        return all(getattr(ended, name, None) == value for name, value in end.items())
    return ended == end


def differences(variations, community, *, form="xlsx"):
    """(cells, what would be right, how it ended) of each line that ended otherwise."""
    file = as_workbook(variations, form) if form in FORMS else as_text(variations, form)
    found = workflow.dry_run(file, community=community, by=None, on=TODAY)
    wrong = []
    for line, each in enumerate(variations, 2):
        ended = how_it_ended(found, line)
        if not any(is_right(ended, end) for end in each.ends):
            wrong.append((each.cells, each.ends, ended))
    assert all(fault.sentence and fault.spot for fault in found.faults)
    return wrong
