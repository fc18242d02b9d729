"""The lines of one sheet below its heads: who is a person, and what of it is clean."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.translation import gettext_noop as _

from foundation.workbooks import hand_back
from foundation.workbooks.faults import Fault
from foundation.workbooks.heads import plain, says
from foundation.workbooks.refusals import Refused
from foundation.workbooks.survey import UNCALCULATED, Sheet, letters_of
from residents.models import Person
from residents.roster.columns import EXAMPLE, PLACE, Column
from residents.roster.questions import Question
from residents.roster.reading import doubtful, relations
from residents.roster.reading.cleaning import Cleaner
from residents.roster.reading.found import Reading
from residents.roster.reading.header import Header
from residents.roster.reading.members import Members
from residents.roster.reading.places import Places

STEP = 500  # rows between two reports of progress
NUMBER = "(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
NOTE = re.compile(
    f"(?:本页|本表|本栋|本单元|{NUMBER}(?:号楼|[栋幢座楼层#]|号?门|单元))*-?(?:合计|总计|小计|共计|累计)|共[0-9]|"
    "注:|备注:|说明:|填表|制表|审核|负责人|联系|电话|截止|统计"
)
COUNT = re.compile("共?(?:[0-9]+[人户名口套间]?)+")

OTHER_HEADS = _(
    "第 %(line)s 行又有表头，列的顺序和上面的不一样。请排成一样的列，或者分成两张表，再传一次。"
)
MERGED = _("这里是合并的单元格。请取消合并，每一行都填上。")


class SheetReader:
    """Reads one sheet into a reading that all sheets of the file share.

    `label` is the name of the sheet, empty where there is only one; `answers`: by key of question.
    """

    def __init__(
        self,
        reading: Reading,
        sheet: Sheet,
        header: Header,
        cleaner: Cleaner,
        *,
        label: str,
        answers: dict[str, str],
    ):
        self.reading, self.header, self.cleaner = reading, header, cleaner
        self.label, self.answers = label, answers
        self.places, self.members = Places(sheet, header), Members(header)
        self.sheet_name = cleaner.buildings.said_by(sheet.name)
        self.struck, self.hidden = set(sheet.struck), set(sheet.hidden)
        reading.headers[label] = header
        reading.note_beside(label, sheet, header)
        named = {i for i, cell in enumerate(header.cells) if says(cell)} | {*header.places.values()}
        self.headless = {*range(sheet.width)} - named
        reading.titles[label] = sheet.name if self.sheet_name.building else ""
        reading.mark = reading.mark or hand_back.mark_of(header.cells)

    def read(self, lines: Iterable, progress: Callable[[int], None]) -> None:
        reading = self.reading
        for line, cells in lines:
            known = self.places.cells_of(line, cells)
            reading.lines += 1
            if not _has_person(known) or _is_note(known) or doubtful.is_empty_door(known):
                self._pass_over(line, known, cells)
            elif _is_header_again(known, cells, self.header):
                self._compare_heads(line, cells)
                reading.heads_again += 1
            elif str(known.get(Column.REMARKS) or "").strip().startswith(EXAMPLE):
                reading.examples += 1
            else:
                if self.places.carry_door(line, known):
                    reading.carried.add((self.label, line))
                self._take(line, known, cells)
                if reading.people % STEP == 0:
                    progress(reading.people)
        reading.dittos += self.places.dittos
        self._ask_about_members()

    def _ask_about_members(self):
        question = self.members.question(self.sheet_name.name)
        if question and not self.answers.get(question.key):
            self.reading.questions.append(question)

    def _pass_over(self, line, known, cells):
        """A total, a note, an empty door: named by its line; one in which nothing stands is no line."""
        if any(map(says, known.values())) or any(map(says, cells)):
            self.reading.nobody.append((self.label, line))
        else:
            self.reading.lines -= 1

    def _take(self, line, known, cells):
        reading = self.reading
        reading.people += 1
        reading.originals[self.label, line] = as_json(self._as_given(known, cells))
        if line in self.hidden:
            reading.hidden.append((self.label, line))
        self._note_headless(cells)
        self.members.look(cells)
        cleaned = self.cleaner.clean(line, known, self._answer, self.sheet_name)
        row, faults, questions = cleaned.row, cleaned.faults, cleaned.questions
        row.sheet = self.label
        self._note_relation(row, known.get(Column.RELATION))
        reading.no_home += [row] if cleaned.no_home else []
        doubts = list(doubtful.doubts(line, known, struck=line in self.struck))
        said = [self._answer(each) for each in doubts]
        if doubtful.LEAVE in said:
            reading.left_out.append((self.label, line))
            return
        if any(each != doubtful.TAKE for each in said):
            open_ones = zip(doubts, said, strict=True)
            faults = []
            questions = [each for each, answer in open_ones if answer != doubtful.TAKE]
        if column := self.places.bad.get(line):
            faults.append(Fault(line, str(column), "", MERGED))
        reading.faults += map(self._located, faults)
        reading.questions += map(self._located, questions)
        if cleaned.not_here:
            reading.not_here.note(cleaned.not_here)
        reading.blank += cleaned.blank
        reading.by_sheet[self.sheet_name.name] += cleaned.by_sheet
        if faults:
            reading.faulty.append(row)
        elif not questions:
            reading.rows.append(row)

    def _compare_heads(self, line, cells):
        """The heads of a second table below the first may stand in another order. Raises Refused."""
        above = {index: column for column, index in self.header.places.items()}
        again = Header(line, cells, self.header.meanings)
        if any(above.get(index, column) != column for column, index in again.places.items()):
            where = f"{self.label}!{line}" if self.label else line
            raise Refused(OTHER_HEADS, line=where)

    def _note_headless(self, cells):
        """A column without a head is named by its letter, once somebody wrote something into it."""
        for index in sorted(i for i in self.headless if i < len(cells) and says(cells[i])):
            self.headless.discard(index)
            self.header.unused.append(letters_of(index + 1))

    def _as_given(self, known, cells):
        """The cells of a line; what it has from the lines above stands in it, so that it can go alone."""
        given = cells[: self.header.width]
        for column in (*PLACE, *self.places.same):
            index = self.header.places.get(column)
            if index is not None and (column in self.places.same or not says(given[index])):
                given[index] = known[column]
        return given

    def _note_relation(self, row, cell):
        self.reading.seen.append(row)
        self.reading.codes.setdefault(self.label, set()).update(relations.codes_in(cell))
        if row.relation == Person.Relation.HEAD and relations.says_self(cell):
            self.reading.selves.add(row.at)

    def _answer(self, question: Question) -> str:
        return self.answers.get(self._located(question).key, "")

    def _located(self, fault):
        spot = self.header.spot(Column(fault.column), fault.line) if fault.column else ""
        return replace(fault, sheet=self.label, spot=spot)


def _has_person(cells):
    return any(says(cells.get(c)) for c in (Column.NAME, Column.ID_NUMBER, Column.PHONE))


def _is_note(cells):
    """合计 3 人, 填表人：…: a cell under the list of people, or several with sums, and nobody in it."""
    filled = list(filter(says, cells.values()))
    texts = [plain(cell) for cell in filled if isinstance(cell, str)]
    if len(filled) == 1 and texts:
        return bool(NOTE.match(texts[0]) or COUNT.fullmatch(texts[0]) and not texts[0].isdigit())
    return any(map(NOTE.match, texts)) and all(
        isinstance(cell, int | float)
        or NOTE.match(text := plain(str(cell)))
        or COUNT.fullmatch(text)
        for cell in filled
    )


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
