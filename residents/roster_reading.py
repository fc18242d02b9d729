"""A whole workbook becomes cleaned rows and faults; nothing here asks who is registered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from grids.models import Area
from residents import roster_workbook
from residents.models import Person
from residents.roster_cells import shown
from residents.roster_columns import HEADER_WITHIN, PLACE, Column, Header, plain
from residents.roster_rows import Cleaner, Fault, Row
from residents.roster_workbook import Refused

# What a line of the template's examples says in its remarks.
EXAMPLE = "示例"
MOST_MERGED_LINES = 1_000_000
STEP = 500  # rows between two reports of progress

NO_HEADER = _("没有找到表头。请用模板，第一行写“姓名”“门牌”这些列名。")
NO_COLUMN = _("缺少“%(column)s”这一列。请对照模板补上。")
COLUMN_TWICE = _("“%(column)s”这一列出现了两次。请只留一列。")
NOBODY = _("表里一个人也没有。")
MERGED = _("这里是合并的单元格。请取消合并，每一行都填上。")
SAME_ID = _("和第 %(line)s 行是同一个身份证号。")
SAME_PERSON = _(
    "和第 %(line)s 行同门同名。如果是两个人，请都填上身份证号；如果是一个人，请删掉一行。"
)
TWO_HEADS = _("这个门里第 %(line)s 行已经是户主。一个门只写一位户主，另一家的人请写“其他”。")


@dataclass
class Reading:
    """Everything the file says."""

    columns: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)  # without a fault of their own
    faults: list[Fault] = field(default_factory=list)
    heads: set[tuple] = field(default_factory=set)  # places that have a head, faulty or not
    people: int = 0
    examples: int = 0
    nobody: int = 0  # lines with a door and nobody in it


def read(
    file: BinaryIO, community: Area, *, progress: Callable[[int], None] = lambda done: None
) -> Reading:
    """Read and clean the first sheet that has our header. Raises roster_workbook.Refused."""
    seen = roster_workbook.survey(file)
    problem = NO_HEADER
    for sheet, lines in roster_workbook.read(file, seen):
        header = _find_header(lines)
        if header is None:
            continue
        if header.missing:
            raise Refused(NO_COLUMN, column=str(header.missing[0]))
        if header.twice:
            raise Refused(COLUMN_TWICE, column=str(header.twice[0]))
        reading = _read_people(_Sheet(sheet, header), lines, Cleaner(community), progress)
        if reading.people:
            return reading
        problem = NOBODY
    raise Refused(problem)


def _find_header(lines):
    for line, cells in lines:
        if (header := Header(line, cells)).is_one:
            return header
        if line >= HEADER_WITHIN:
            return None
    return None


def _read_people(sheet, lines, cleaner, progress):
    header = sheet.header
    reading = Reading(columns=[str(column) for column in header.places], unused=header.unused)
    for line, cells in lines:
        known = sheet.cells_of(line, cells)
        if not _has_person(known):
            reading.nobody += any(_says(cell) for cell in known.values())
        elif str(known.get(Column.REMARKS) or "").strip().startswith(EXAMPLE):
            reading.examples += 1
        else:
            _take(reading, sheet, cleaner, line, known)
            if reading.people % STEP == 0:
                progress(reading.people)
    _compare(reading)
    return reading


def _take(reading, sheet, cleaner, line, known):
    reading.people += 1
    row, faults = cleaner.clean(line, known)
    if column := sheet.bad.get(line):
        faults.append(Fault(line, str(column), "", MERGED))
    if row.door and row.relation == Person.Relation.HEAD:
        reading.heads.add(row.place)
    if faults:
        reading.faults += faults
    else:
        reading.rows.append(row)


def _has_person(cells):
    return any(_says(cells.get(c)) for c in (Column.NAME, Column.ID_NUMBER, Column.PHONE))


def _says(cell):
    return bool(plain(cell)) if isinstance(cell, str) else cell is not None


class _Sheet:
    """The cells of each line by column; a door merged over a family belongs to each of them."""

    def __init__(self, sheet, header):
        self.header, self.last_line = header, sheet.last_row
        self.patience = MOST_MERGED_LINES
        self.at = {index: column for column, index in header.places.items()}
        self.begins: dict[int, list] = {}
        self.bad: dict[int, Column] = {}  # lines with a merge we cannot take apart
        self.carried: dict[Column, tuple[object, int]] = {}
        for left, top, right, bottom in sheet.merged:
            self._note(left - 1, top, right - 1, bottom)

    def _note(self, left, top, right, bottom):
        touched = [self.at[index] for index in range(left, min(right, 60) + 1) if index in self.at]
        if not touched or bottom <= self.header.line:
            return
        if left == right and touched[0] in PLACE:
            self.begins.setdefault(top, []).append((touched[0], bottom))
        else:
            for line in range(max(top, self.header.line + 1), min(bottom, self.last_line) + 1):
                self.bad[line] = touched[0]
                self.patience -= 1
                if self.patience < 0:
                    raise Refused(roster_workbook.DAMAGED)

    def cells_of(self, line, cells):
        known = {column: cells[index] for column, index in self.header.places.items()}
        for column, until in self.begins.get(line, ()):
            self.carried[column] = (known[column], until)
        for column, (value, until) in self.carried.items():
            if line <= until:
                known[column] = value
        return known


def _compare(reading):
    """Lines that contradict each other: the later one is named, with the line of the earlier."""
    numbers, people, heads = {}, {}, {}
    fine = []
    for row in reading.rows:
        wrong = _clash(row, numbers, people, heads)
        if wrong is None:
            fine.append(row)
            continue
        column, text, line = wrong
        value = shown(column, row.id_number) if column == Column.ID_NUMBER else row.name
        reading.faults.append(Fault(row.line, str(column), value, text, {"line": line}))
    reading.rows = fine
    reading.faults.sort(key=lambda fault: fault.line)


def _clash(row, numbers, people, heads):
    if row.id_number:
        if (line := numbers.setdefault(row.id_number, row.line)) != row.line:
            return Column.ID_NUMBER, SAME_ID, line
    if (first := people.setdefault((row.place, row.name), row)) is not row:
        # Two people only if both lines prove it.
        if not (first.id_number and row.id_number):
            return Column.NAME, SAME_PERSON, first.line
    if row.relation == Person.Relation.HEAD:
        if (line := heads.setdefault(row.place, row.line)) != row.line:
            return Column.RELATION, TWO_HEADS, line
    return None
