"""A whole workbook becomes cleaned rows, faults and questions; nothing here asks who is registered.

Every sheet with our heads is read. One that looks like data and has none is asked about: nobody
should find out in a year that a building was left out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any, BinaryIO

from django.utils.translation import gettext_noop as _

from foundation.workbooks import reading as workbooks
from foundation.workbooks.heads import HEADER_WITHIN, plain, says
from foundation.workbooks.refusals import Refused
from foundation.workbooks.survey import Sheet, Survey
from grids.models import Area
from residents.roster.columns import Column
from residents.roster.questions import Question
from residents.roster.reading import families, no_home, one_digit
from residents.roster.reading.clashes import compare
from residents.roster.reading.cleaning import Cleaner
from residents.roster.reading.found import Reading, Unclear
from residents.roster.reading.header import Header
from residents.roster.reading.lines import SheetReader, as_json

__all__ = ["Reading", "Unclear", "as_json", "read"]

EXAMPLES = 4  # lines below a header that are shown to somebody who says what it means
CELLS_OF_DATA = 3  # filled beside each other; a title or an explanation has fewer
NUMBER = re.compile(r"\d{17}[\dXx]|1[3-9]\d{9}|\d{1,4}-\d{1,2}-\d{3,4}")
"""Of a person, of a phone, of a door."""
SKIP, ROSTER = "skip", "roster"

NO_HEADER = _("没有找到表头。请用模板，第一行写“姓名”“门牌”这些列名。")
NO_COLUMN = _("缺少“%(column)s”这一列。请对照模板补上。")
COLUMN_TWICE = _("“%(column)s”这一列出现了两次。请只留一列。")
SIDE_BY_SIDE = _("%(sheet)s 这张表左右并排了两栏人。请把右边一栏接到左边一栏的下面，再传一次。")
NOBODY = _("表里一个人也没有。")
ONLY_HIDDEN = _("看得见的表里一个人也没有；隐藏的表没有读：%(sheets)s。请取消隐藏，再传一次。")
NOT_READ = _("这张表有 %(n)s 行，认不出表头，没有读。它也是名册吗？")
HIDDEN = _("这张表是隐藏的，有 %(n)s 行，没有读。它也是名册吗？")
CHOICES = ((SKIP, _("不是，不用读"), {}), (ROSTER, _("是，也要读"), {}))


@dataclass
class Found:
    """A sheet and what its first lines tell."""

    sheet: Sheet
    top: list
    rest: Any
    header: Header | None = None
    unclear: Unclear | None = None

    @cached_property
    def looks_like_data(self) -> bool:
        """However far down: for a sheet that is not read, its lines are used up."""
        return any(_is_data(cells) for _line, cells in chain(self.top, self.rest))


def read(
    file: BinaryIO,
    community: Area,
    *,
    meanings: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Reading:
    """Read and clean every sheet that has our heads. Raises Refused, Unclear.

    `meanings`: what the community's clerk said that heads hold (models.ColumnName); `answers`: what
    was answered to the questions of this very file, by their keys.
    """
    answers = answers or {}
    seen = workbooks.survey(file)
    reading = Reading(form=str(seen.form), answers=answers)
    hidden = _ask_about_hidden(reading, seen, answers)
    known, others = [], []
    for sheet, lines in workbooks.read(file, seen):
        found = _look(sheet, lines, meanings)
        (others if found.unclear else known).append(found)
    _ask_about_others(reading, known, others, answers)
    # The same whatever was answered: by its sheet a question is known again.
    several = len(known) + sum(found.looks_like_data for found in others) + hidden > 1
    cleaner = Cleaner(community, seen.epoch)
    for found in known:
        label = found.sheet.name if several else ""
        reader = SheetReader(
            reading, found.sheet, found.header, cleaner, label=label, answers=answers
        )
        rest = chain((pair for pair in found.top if pair[0] > found.header.line), found.rest)
        reader.read(rest, progress)
    if not reading.people:
        raise _nobody(known, others, seen.hidden if hidden else [])
    reading.top = known[0].top
    one_digit.settle(reading, answers)
    families.tell_apart(reading, answers)
    no_home.settle(reading, community, answers)
    compare(reading)
    order = {label: number for number, label in enumerate(reading.headers)}
    reading.faults.sort(key=lambda fault: (order[fault.sheet], fault.line))
    return reading


def _nobody(known, others, hidden):
    """Why nobody was found: heads nobody knows, or sheets that are hidden."""
    if others and not known:
        return others[0].unclear
    if hidden:
        return Refused(ONLY_HIDDEN, sheets="、".join(sheet.name for sheet in hidden))
    return Refused(NOBODY)


def _look(sheet, lines, meanings) -> Found:
    top = list(islice(lines, HEADER_WITHIN + EXAMPLES))
    found = Found(sheet, top, lines, _find_header(top, meanings))
    found.unclear = _unclear(found.header, top)
    if found.header and {Column.NAME, Column.DOOR} <= set(found.header.twice):
        raise Refused(SIDE_BY_SIDE, sheet=sheet.name)
    return found


def _ask_about_hidden(reading: Reading, seen: Survey, answers) -> int:
    """One that is answered to be a roster is read like the others. Returns how many are not."""
    unread = 0
    for sheet in seen.hidden:
        question = _question(HIDDEN, sheet)
        may_be_data = sheet.width >= CELLS_OF_DATA
        answer = answers.get(question.key) if may_be_data else SKIP
        if answer == ROSTER:
            sheet.visible = True
            seen.judge()
        else:
            unread += may_be_data
            reading.unread.append((sheet.name, sheet.rows))
            reading.questions += [] if answer == SKIP else [question]
    return unread


def _ask_about_others(reading, known, others, answers):
    for found in others if known else ():
        question = _question(NOT_READ, found.sheet)
        answer = answers.get(question.key) if found.looks_like_data else SKIP
        if answer == ROSTER:
            raise found.unclear
        reading.unread.append((found.sheet.name, found.sheet.rows))
        reading.questions += [] if answer == SKIP else [question]


def _question(text: str, sheet: Sheet) -> Question:
    return Question(0, "", "", text, {"n": sheet.rows}, sheet.name, choices=CHOICES)


def _is_data(cells):
    filled = [cell for cell in cells if says(cell)]
    return len(filled) >= CELLS_OF_DATA or any(
        NUMBER.fullmatch(plain(str(cell))) for cell in filled
    )


def _find_header(top, meanings):
    for index, (line, cells) in enumerate(top):
        if line > HEADER_WITHIN:
            break
        if (header := Header(line, cells, meanings)).is_one:
            below = top[index + 1] if index + 1 < len(top) else (0, [])
            return header.above(*below) if header.has_below(below[1]) else header
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
