"""A whole workbook becomes cleaned rows and faults; nothing here asks who is registered."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from foundation.workbooks import reading as workbooks
from foundation.workbooks.faults import Fault
from foundation.workbooks.heads import HEADER_WITHIN, plain, says
from foundation.workbooks.merges import Merges, by_column
from foundation.workbooks.refusals import Refused
from foundation.workbooks.survey import UNCALCULATED
from grids.models import Area
from residents.models import Person
from residents.roster.columns import EXAMPLE, PLACE, Column
from residents.roster.reading.cells import shown
from residents.roster.reading.cleaning import Cleaner
from residents.roster.reading.header import Header
from residents.roster.rows import Row

STEP = 500  # rows between two reports of progress
EXAMPLES = 4  # lines below a header that are shown to somebody who says what it means
NOTE = re.compile(
    "合计|总计|小计|共计|共[0-9]|注:|备注:|说明:|填表|制表|审核|负责人|联系|电话|截止|统计"
)

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

    header: Header | None = None
    top: list[tuple[int, list]] = field(default_factory=list)  # the first lines of the sheet
    originals: dict[int, str] = field(default_factory=dict)  # the cells of each line, as JSON
    rows: list[Row] = field(default_factory=list)  # without a fault of their own
    faults: list[Fault] = field(default_factory=list)
    heads: set[tuple] = field(default_factory=set)  # places that have a head, faulty or not
    people: int = 0
    examples: int = 0
    nobody: int = 0  # lines with a door and nobody in it, and notes
    carried: int = 0  # members of a family who stand under the door of the line above
    form: str = ""  # how the file is written
    unread: list[str] = field(default_factory=list)  # hidden sheets
    hidden: list[int] = field(default_factory=list)  # lines of people, read all the same
    struck: list[int] = field(default_factory=list)  # the same


class Unclear(Refused):
    """We do not know which column is what; somebody who knows may say so. `top` is what to show."""

    def __init__(self, text, top, **values):
        super().__init__(text, **values)
        self.top = top


def read(
    file: BinaryIO,
    community: Area,
    *,
    meanings: dict[str, str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Reading:
    """Read and clean the first sheet that has our header. Raises Refused, Unclear.

    `meanings`: what the community's clerk said that heads hold (models.ColumnName).
    """
    seen = workbooks.survey(file)
    unclear, empty = None, False
    for sheet, lines in workbooks.read(file, seen):
        top = list(islice(lines, HEADER_WITHIN + EXAMPLES))
        header = _find_header(top, meanings)
        if problem := _unclear(header, top):
            unclear = unclear or problem
            continue
        rest = chain((pair for pair in top if pair[0] > header.line), lines)
        reading = _read_people(_Sheet(sheet, header), rest, Cleaner(community, sheet), progress)
        reading.top = top
        if reading.people:
            _note_the_file(reading, sheet, seen)
            return reading
        empty = True
    raise (unclear if unclear and not empty else Refused(NOBODY))


def _note_the_file(reading, sheet, seen):
    reading.form, reading.unread = str(seen.form), seen.unread
    reading.hidden = [line for line in sheet.hidden if line in reading.originals]
    reading.struck = [line for line in sheet.struck if line in reading.originals]


def _find_header(top, meanings):
    for index, (line, cells) in enumerate(top):
        if line > HEADER_WITHIN:
            break
        if (header := Header(line, cells, meanings)).is_one:
            below = top[index + 1] if index + 1 < len(top) else (0, [])
            return header.above(*below) if header.count(below[1], meanings) >= 2 else header
    return None


def _unclear(header, top):
    """Why somebody has to say what the columns hold, or None."""
    if header is None:
        return Unclear(NO_HEADER, top)
    if header.missing:
        return Unclear(NO_COLUMN, top, column=str(header.missing[0]))
    if header.twice:
        return Unclear(COLUMN_TWICE, top, column=str(header.twice[0]))
    return None


def _read_people(sheet, lines, cleaner, progress):
    header = sheet.header
    reading = Reading(header=header)
    for line, cells in lines:
        known = sheet.cells_of(line, cells)
        if not _has_person(known) or _is_note(known):
            reading.nobody += any(says(cell) for cell in known.values())
        elif _is_header_again(known, cells, header):
            continue
        elif str(known.get(Column.REMARKS) or "").strip().startswith(EXAMPLE):
            reading.examples += 1
        else:
            reading.carried += sheet.carry_door(line, known)
            _take(reading, sheet, cleaner, line, known, cells)
            if reading.people % STEP == 0:
                progress(reading.people)
    _compare(reading)
    return reading


def _take(reading, sheet, cleaner, line, known, cells):
    reading.people += 1
    row, faults = cleaner.clean(line, known)
    if column := sheet.bad.get(line):
        faults.append(Fault(line, str(column), "", MERGED))
    if row.door and row.relation == Person.Relation.HEAD:
        reading.heads.add(row.place)
    reading.originals[line] = as_json(cells[: sheet.header.width])
    if faults:
        reading.faults += faults
    else:
        reading.rows.append(row)


def _has_person(cells):
    return any(says(cells.get(c)) for c in (Column.NAME, Column.ID_NUMBER, Column.PHONE))


def _is_note(cells):
    """合计 3 人, 填表人：…: one cell under the list of people, and nobody in it."""
    filled = list(islice(filter(says, cells.values()), 2))
    return len(filled) == 1 and isinstance(filled[0], str) and bool(NOTE.match(plain(filled[0])))


def _is_header_again(known, cells, header):
    """Printed lists repeat their heads on every page."""
    name = known[Column.NAME]
    return (
        isinstance(name, str)
        and header.count([name]) == 1
        and header.count(cells, header.meanings) >= 2
    )


def as_json(cells) -> str:
    """Cells as they were, small enough to be kept for every line until we know which are faulty."""
    plain_cells = ["" if cell is UNCALCULATED else cell for cell in cells]
    return json.dumps(plain_cells, ensure_ascii=False, default=str)


class _Sheet:
    """The cells of each line by column; a door merged over a family belongs to each of them."""

    def __init__(self, sheet, header):
        self.header, self.merges = header, Merges(sheet, header, carried=PLACE)
        self.bad = self.merges.bad
        self.family: tuple[int, dict] = (0, {})  # the last line with a door, and its place

    def cells_of(self, line, cells):
        known = by_column(self.header, cells)
        self.merges.fill(line, known)
        return known

    def carry_door(self, line, known):
        """A member of a family without a door lives behind that of the line right above."""
        place = {column: known[column] for column in PLACE if column in known}
        above, theirs = self.family
        member = says(known.get(Column.RELATION)) and plain(str(known[Column.RELATION])) not in (
            "户主",
            "本人",
        )
        if member and above == line - 1 and theirs and not any(map(says, place.values())):
            known.update(theirs)
            self.family = line, theirs
            return True
        self.family = (line, place) if says(place.get(Column.DOOR)) else (0, {})
        return False


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
