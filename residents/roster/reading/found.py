"""What a file says, as it is handed on: cleaned rows, faults, questions, and counts."""

from collections import Counter
from dataclasses import dataclass, field, replace

from foundation.workbooks.faults import At, Fault
from foundation.workbooks.refusals import Refused
from foundation.workbooks.survey import Sheet
from residents.roster.columns import Column
from residents.roster.questions import Question
from residents.roster.reading.header import Header
from residents.roster.reading.not_here import NotHereYet
from residents.roster.rows import Row


@dataclass
class Reading:
    """Everything the file says."""

    headers: dict[str, Header] = field(default_factory=dict)  # of each sheet that was read
    top: list[tuple[int, list]] = field(default_factory=list)  # the first lines of the first one
    originals: dict[At, str] = field(default_factory=dict)  # the cells of each line, as JSON
    titles: dict[str, str] = field(default_factory=dict)  # of sheets whose name says the building
    rows: list[Row] = field(default_factory=list)  # without a fault of their own
    faulty: list[Row] = field(default_factory=list)  # the others, as far as they can be read
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)  # that are not answered
    answers: dict[str, str] = field(default_factory=dict)  # by the keys of those that are
    seen: list[Row] = field(default_factory=list)  # everybody, faulty or not, as they stand
    heads: set[tuple] = field(default_factory=set)  # families that have a head, faulty or not
    selves: set[At] = field(default_factory=set)  # heads who wrote 本人 and not 户主
    codes: dict[str, set[str]] = field(default_factory=dict)  # of relations, in each sheet
    not_here: NotHereYet = field(default_factory=NotHereYet)  # buildings to be registered first
    no_home: list[Row] = field(default_factory=list)  # who live nowhere here
    waiting: set[At] = field(default_factory=set)  # lines for the answer about a whole column
    lines: int = 0  # below the heads, with anything in them: people, and the next three
    people: int = 0
    examples: int = 0
    nobody: list[At] = field(default_factory=list)  # a door and nobody in it, totals, notes
    heads_again: int = 0  # printed on every page
    carried: set[At] = field(default_factory=set)  # who stand under the door of the line above
    blank: int = 0  # cells that say 无, 空号, / and the like
    by_sheet: Counter[str] = field(default_factory=Counter)  # lines whose building its name says
    mark: str = ""  # of the workbook that was handed back, if this is one that was mended
    first: str = ""  # the state of the roster it comes from
    form: str = ""  # how the file is written
    unread: list[tuple[str, int]] = field(default_factory=list)  # other sheets, with their rows
    hidden: list[At] = field(default_factory=list)  # lines of people, read all the same
    hidden_columns: list[str] = field(default_factory=list)  # their heads; read all the same
    notes: list[tuple[str, str]] = field(default_factory=list)  # cells with a note, by sheet
    drawn_words: bool = False  # in shapes, which nobody reads
    dittos: int = 0  # cells that say 同上
    left_out: list[At] = field(default_factory=list)  # whoever was asked does not want them

    @property
    def asked(self) -> set[At]:
        """Lines that stay out until somebody answers; those with a fault have to be mended first."""
        asked = {each.at for each in self.questions if each.line}
        return (asked | self.waiting) - self.at_fault()

    def located(self, fault: Fault) -> Fault:
        """With its cell, where only the line was known."""
        header = self.headers.get(fault.sheet)
        if fault.spot or not fault.column or header is None:
            return fault
        return replace(fault, spot=header.spot(Column(fault.column), fault.line))

    def note_beside(self, label: str, sheet: Sheet, header: Header) -> None:
        """What a sheet holds besides the cells, and what of it is out of sight."""
        hidden = [column for column, at in header.places.items() if at + 1 in sheet.hidden_columns]
        self.hidden_columns += [str(column) for column in hidden]
        self.notes += [(label, spot) for spot in sheet.notes]
        self.drawn_words |= sheet.drawn_words

    def leave_out(self, places: set[At]) -> None:
        """Lines that were clean in themselves; the faults or questions about them are noted first."""
        at_fault = self.at_fault()
        out = [row for row in self.rows if row.at in places]
        self.rows = [row for row in self.rows if row.at not in places]
        self.faulty += [row for row in out if row.at in at_fault]

    def at_fault(self, column: str = "") -> set[At]:
        """Lines with a fault, in this column if one is named."""
        return {fault.at for fault in self.faults if column in ("", fault.column)}


class Unclear(Refused):
    """We do not know which column is what; somebody who knows may say so. `top` is what to show."""

    def __init__(self, text, top, **values):
        super().__init__(text, **values)
        self.top = top
