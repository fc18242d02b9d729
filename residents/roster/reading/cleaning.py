"""The lines of one community's roster, cleaned cell by cell; the place of each is looked up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_noop as _

from foundation.workbooks.cells import as_text, is_nothing
from foundation.workbooks.faults import Asked, Fault, Wrong
from foundation.workbooks.heads import plain, says
from grids.models import Area, Building
from residents import doors, identity
from residents.models.places import fitting, written
from residents.roster.columns import Column
from residents.roster.questions import BLANK, LEAVE_BLANK, Question
from residents.roster.reading import no_home
from residents.roster.reading.buildings import (
    UNKNOWN_BUILDING,
    Buildings,
    NoSuchBuilding,
    WrongCell,
)
from residents.roster.reading.cells import (
    NOT_A_NUMBER,
    clean_birth,
    clean_building,
    clean_door,
    clean_household,
    clean_id_number,
    clean_name,
    clean_phone,
    clean_remarks,
    clean_stairwell,
    clean_tags,
    clean_tenure,
    shown,
    why_no_door,
)
from residents.roster.reading.not_here import NotHere
from residents.roster.reading.relations import clean_relation
from residents.roster.reading.sheet_names import SheetName
from residents.roster.rows import Row

OTHER_BIRTH = _("和身份证号里的出生日期不一样，请核对。")
NO_BUILDING = _("没有写楼号。")
TWO_BUILDINGS = _("楼号和门牌里写的楼不一样。")
NOT_THE_SHEET = _("这张表叫“%(sheet)s”，这一行写的却是另一栋楼或另一个单元。请核对是哪里写错了。")
TWO_STAIRWELLS = _("单元和门牌里写的单元不一样。")
TWO_COMPOUNDS = _("小区和门牌里写的小区不一样。")
NOT_A_HOUSE = _("看不出是哪一户。请只写门牌，最多 10 个字，比如 12、东头王家。")
UNSURE = _("这个门牌有几种读法，看不出是哪一户。请写成 3-2-501。")


@dataclass
class Cleaned:
    """One line, and what is wrong with it or has to be asked.

    `blank`: cells that say 无 or 空号; `by_sheet`: its building stands only in the sheet's name;
    `no_home`: it says that the person lives nowhere here; `not_here`: the door, of a building that
    is not registered.
    """

    row: Row
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    blank: int = 0
    by_sheet: bool = False
    no_home: bool = False
    not_here: NotHere | None = None


FIELDS = {Column.HOUSEHOLD: "family"}
"""Of a row, where they are not called as their column."""


class Cleaner:
    """Cleans the lines of one community's roster; knows its buildings, asks nothing else.

    `epoch`: from when the workbook counts days.
    """

    def __init__(self, community: Area, epoch: datetime):
        self.buildings = Buildings(community)
        self.cleaners = {
            Column.HOUSEHOLD: clean_household,
            Column.NAME: clean_name,
            Column.ID_NUMBER: clean_id_number,
            Column.BIRTH: partial(clean_birth, epoch=epoch),
            Column.PHONE: clean_phone,
            Column.RELATION: clean_relation,
            Column.TENURE: clean_tenure,
            Column.TAGS: clean_tags,
            Column.REMARKS: clean_remarks,
        }

    def clean(
        self,
        line: int,
        cells: dict[Column, object],
        answer: Callable[[Question], str],
        sheet: SheetName,
    ) -> "Cleaned":
        """`answer` says what was answered to a question, or nothing."""
        cleaned = Cleaned(Row(line))
        row, registered_at, tenure = cleaned.row, "", ""
        if word := no_home.word_in(cells):
            cells, registered_at, tenure = self._without_home(cleaned, cells, answer, sheet)
        for column in self.cleaners:
            if column in cells:
                self._clean_cell(cleaned, column, cells[column], answer)
        try:
            row.remarks = no_home.remarked(row.remarks, word, registered_at, tenure)
        except Wrong as wrong:
            remarks = cells.get(Column.REMARKS)
            cleaned.faults.append(fault(line, Column.REMARKS, remarks, wrong))
        has_place = Column.DOOR in cells or not word
        for compare in (_compare_birth, *([self._clean_place] if has_place else [])):
            try:
                compare(cleaned, cells, sheet)
            except WrongCell as wrong:
                wrong = _told_better(wrong, cells)
                where = fault(line, wrong.column, cells.get(wrong.column), wrong)
                cleaned.faults.append(where)
                if isinstance(wrong, NoSuchBuilding):
                    cleaned.not_here = NotHere(*wrong.building, row.stairwell, row.door)
        return cleaned

    def _clean_cell(self, cleaned, column, cell, answer):
        clean, row = self.cleaners[column], cleaned.row
        try:
            value = clean(cell)
        except Asked as asked:
            choices = (*(choice[:3] for choice in asked.choices), (BLANK, LEAVE_BLANK, {}))
            where = fault(row.line, column, cell, asked)
            question = Question(**vars(where), choices=choices)
            chosen = answer(question)
            if not chosen:
                cleaned.questions.append(question)
                return
            instead = [each.cell for each in asked.choices if each.code == chosen]
            value = clean(instead[0] if instead else None)
        except Wrong as wrong:
            cleaned.faults.append(fault(row.line, column, cell, wrong))
            return
        cleaned.blank += not value and says(cell)
        setattr(row, FIELDS.get(column, column.name.lower()), value)

    def _without_home(self, cleaned, cells, answer, sheet):
        """The cells of somebody said to live nowhere here, where they are registered, and in which
        right; of a door beside the word it is asked whether they live behind it."""
        row, cells = cleaned.row, no_home.without_word(cells)
        question = no_home.question_of(row.line, cells)
        chosen = answer(question) if question else no_home.AWAY
        if chosen == no_home.HERE:
            return cells, "", ""
        if not chosen:
            cleaned.questions.append(question)
        cleaned.no_home = bool(chosen)
        registered_at = ""
        if question:
            was = Cleaned(Row(row.line))
            try:
                self._clean_place(was, cells, sheet)
                row.formerly = list(was.row.place)
            except WrongCell:  # nobody is looked for behind it
                was.row.whole = plain(str(cells.get(Column.DOOR) or ""))
            registered_at = was.row.whole
        tenure = cells.get(Column.TENURE)
        kept = plain(tenure) if isinstance(tenure, str) and not is_nothing(plain(tenure)) else ""
        return no_home.without_place(cells), registered_at, kept

    def _clean_place(self, cleaned, cells, sheet):
        row = cleaned.row
        compound = _in(Column.COMPOUND, cells, as_text)
        said = [_in(column, cells, as_text) for column in (Column.BUILDING, Column.DOOR)]
        if found := self.buildings.house(compound, *said):
            self._clean_house(row, cells, *found)
            return
        building = _in(Column.BUILDING, cells, clean_building)
        stairwell = _in(Column.STAIRWELL, cells, clean_stairwell)
        places = _in(Column.DOOR, cells, clean_door)
        _compare_with_name(sheet, building, stairwell)
        place = _settled(places, building, stairwell, sheet)
        said_here = building or any(each.building == place.building for each in places)
        cleaned.by_sheet = bool(place.building and not said_here)
        if not (number := place.building):
            raise WrongCell(Column.BUILDING, NO_BUILDING)
        row.stairwell = place.stairwell
        if row.stairwell > doors.MOST_STAIRWELLS:
            raise WrongCell(Column.STAIRWELL, NOT_A_NUMBER)
        row.floor, row.door = place.floor, place.door
        known = self.buildings.known
        compound, inside = known(compound), known(place.compound)
        by_sheet = sheet.compound if sheet.compound in self.buildings.compounds else ""
        if by_sheet and (compound or inside) not in ("", by_sheet):
            raise WrongCell(Column.COMPOUND, NOT_THE_SHEET, sheet=sheet.name)
        if compound and inside and doors.short(compound) != doors.short(inside):
            raise WrongCell(Column.DOOR, TWO_COMPOUNDS)
        try:
            name, row.building = self.buildings.find(compound or inside or sheet.compound, number)
        except WrongCell as wrong:
            if inside and not compound and wrong.column == Column.COMPOUND:
                wrong.column = Column.DOOR  # where it stands
            raise
        kind = self.buildings.kinds[row.building]
        row.stairwell, row.floor = fitting(kind, row.stairwell, row.floor)
        called = self.buildings.names[row.building]
        row.whole = written(name, number, called, row.stairwell, row.door)

    def _clean_house(self, row, cells, house, text):
        """A door in a place with a name, or among houses: in words, or as in any building."""
        try:
            if house.kind == Building.Kind.HOUSES:
                row.door = doors.read_house(text)
            else:
                stairwell = _in(Column.STAIRWELL, cells, clean_stairwell)
                place = doors.settle(clean_door(text), None, stairwell)
                row.door, row.stairwell, row.floor = place.door, place.stairwell, place.floor
        except (doors.NotADoor, doors.OtherStairwell, doors.Unsure):
            raise WrongCell(Column.DOOR, NOT_A_HOUSE) from None
        except Wrong as wrong:
            raise WrongCell(Column.DOOR, wrong.text, **wrong.values) from None
        row.building = house.pk
        row.stairwell, row.floor = fitting(house.kind, row.stairwell, row.floor)
        about = house.compound, house.number, house.name
        row.whole = written(*about, row.stairwell, row.door)


def _compare_with_name(sheet, building, stairwell):
    for column, said, mine in (
        (Column.BUILDING, sheet.building, building),
        (Column.STAIRWELL, sheet.stairwell, stairwell),
    ):
        if said and mine and said != mine:
            raise WrongCell(column, NOT_THE_SHEET, sheet=sheet.name)


def _settled(places, building, stairwell, sheet):
    """The sheet's name counts where no column says it."""
    here = building or sheet.building, stairwell or sheet.stairwell
    try:
        return doors.settle(places, *here)
    except doors.OtherBuilding:
        if building is None:
            raise WrongCell(Column.DOOR, NOT_THE_SHEET, sheet=sheet.name) from None
        raise WrongCell(Column.DOOR, TWO_BUILDINGS) from None
    except doors.OtherStairwell:
        if stairwell is None:
            raise WrongCell(Column.DOOR, NOT_THE_SHEET, sheet=sheet.name) from None
        raise WrongCell(Column.DOOR, TWO_STAIRWELLS) from None
    except doors.Unsure:
        raise WrongCell(Column.DOOR, UNSURE) from None


def _compare_birth(cleaned, _cells, _sheet):
    """The number says the day too; two days that differ mean that one of them is a slip."""
    row = cleaned.row
    if row.id_number:
        known = identity.birth_of(row.id_number).isoformat()
        if row.birth and row.birth != known:
            raise WrongCell(Column.BIRTH, OTHER_BIRTH)
        row.birth = known


def _told_better(wrong: WrongCell, cells) -> WrongCell:
    """501-503 is read as door 503 of building 501; that there is no such building helps nobody."""
    is_door = wrong.column in (Column.BUILDING, Column.DOOR, Column.STAIRWELL)
    if is_door and wrong.text in (TWO_BUILDINGS, UNKNOWN_BUILDING, NOT_THE_SHEET):
        if better := why_no_door(cells.get(Column.DOOR)):
            return WrongCell(Column.DOOR, better.text, **better.values)
    return wrong


def _in(column, cells, clean):
    try:
        return clean(cells.get(column))
    except Wrong as wrong:
        raise WrongCell(column, wrong.text, **wrong.values) from None


def fault(line: int, column: str, cell, wrong: Wrong) -> Fault:
    return Fault(line, str(column), shown(column, cell), wrong.text, wrong.values)
