"""Which family somebody belongs to, behind a door with several of them.

The number of the household says it (户号, or the head's name beside everybody); else the order of
the lines: a head begins a family, and who stands right below belongs to it. Lines that may as well
be sorted by relation tell nothing, and neither does a family with two spouses: then it is asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Fault
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.questions import BLANK, LEAVE_BLANK, Question
from residents.roster.reading.found import Reading
from residents.roster.rows import Row

Relation = Person.Relation

WHOSE = _("这个门里有几家，看不出这一行是哪一家的。是哪一家？")
OF_FAMILY = _("第 %(line)s 行 %(name)s 这一家")
SELF = _("这个门里第 %(line)s 行也是户主，看不出“本人”是不是户主。是另一家的户主，请写“户主”。")


def tell_apart(reading: Reading, answers: Mapping[str, str]) -> None:
    """Every row with its family; who cannot be placed is asked about, and stays out."""
    doors: dict[tuple, list[tuple[int, Row]]] = {}
    for index, row in enumerate(reading.seen):
        if row.door:
            doors.setdefault(row.place, []).append((index, row))
    out: set[tuple] = set()
    faulty, unreadable = reading.at_fault(), reading.at_fault(Column.RELATION)
    for rows in doors.values():
        heads = [row for _index, row in rows if row.relation == Relation.HEAD]
        if len(heads) < 2 and len({row.family for _index, row in rows} - {""}) < 2:
            for _index, row in rows:
                row.family = ""
        else:
            out |= _Door(reading, rows, faulty, reading.waiting | unreadable).settle(heads, answers)
    reading.leave_out(out)
    reading.heads = {
        row.family_key for row in reading.seen if row.door and row.relation == Relation.HEAD
    }


class _Door:
    """The lines of one door with several families, each with its place among all lines.

    `faulty`: lines with a fault of their own; `unreadable`: those whose relation is not known.
    """

    def __init__(self, reading: Reading, rows: list[tuple[int, Row]], faulty, unreadable):
        self.reading, self.rows = reading, rows
        self.faulty, self.unreadable = faulty, unreadable
        self.families: dict[str, list[Row]] = {}  # by what stands for them in the rows
        self.loose: list[Row] = []  # who belongs to the family above
        self.unsure: list[Row] = []

    def settle(self, heads: list[Row], answers: Mapping[str, str]) -> set[tuple]:
        """Returns which lines stay out."""
        by_number: dict[str, str] = {}
        names = map(str, count(1))
        for run in _runs(self.rows):
            self._by_order(run, by_number, names)
        for family in self.families.values():
            if sum(row.relation == Relation.SPOUSE for row in family) > 1:
                self.unsure += [row for row in family if row in self.loose]
        return self._refuse_selves(heads) | self._ask(answers)

    def _by_order(self, run, by_number, names):
        heads = [n for n, row in enumerate(run) if row.relation == Relation.HEAD]
        loose = [n for n, row in enumerate(run) if self._is_loose(row)]
        # Heads first, or a member before them: nobody can tell that who stands below belongs there.
        by_relation = bool(loose) and len(heads) > 1 and loose[0] > heads[-1]
        is_unsure = by_relation or bool(loose) and bool(heads) and loose[0] < heads[0]
        family = ""
        for row in run:
            if row.family:
                if row.family not in by_number:
                    by_number[row.family] = next(names)
                row.family = family = by_number[row.family]
            elif row.relation == Relation.HEAD:
                row.family = family = next(names)
            elif not self._is_loose(row):
                family = "" if row.at in self.unreadable else family
                continue
            elif family and not is_unsure:
                row.family = family
                self.loose.append(row)
            else:
                self.unsure.append(row)
                continue
            self.families.setdefault(family, []).append(row)

    def _is_loose(self, row):
        return bool(row.relation) and row.relation != Relation.HEAD and not row.family

    def _refuse_selves(self, heads) -> set[tuple]:
        """Everybody may have written 本人 who filled in a line about themselves."""
        out = set()
        for row in heads:
            if row.at in self.reading.selves and len(heads) > 1:
                other = heads[1] if row is heads[0] else heads[0]
                spot = self.reading.headers[row.sheet].spot(Column.RELATION, row.line)
                where = (row.line, str(Column.RELATION), row.name, SELF, {"line": other.number})
                self.reading.faults.append(Fault(*where, row.sheet, spot))
                out.add(row.at)
        return out

    def _ask(self, answers) -> set[tuple]:
        families = {name: _first_of(rows) for name, rows in self.families.items()}
        choices = tuple(
            (name, OF_FAMILY, {"line": row.number, "name": row.name})
            for name, row in families.items()
        )
        out = set()
        for row in self.unsure:
            row.family = ""
            spot = self.reading.headers[row.sheet].spot(Column.RELATION, row.line)
            question = Question(
                row.line, str(Column.RELATION), row.name, WHOSE, {}, row.sheet, spot
            )
            question = replace(question, choices=(*choices, (BLANK, LEAVE_BLANK, {})))
            answer = answers.get(question.key, "")
            if answer in families:
                row.family = answer
            elif answer == BLANK:
                row.relation = ""
            else:
                out.add(row.at)
                self.reading.questions += [] if row.at in self.faulty else [question]
        return out


def _runs(rows) -> Iterator[list[Row]]:
    """Lines right below each other."""
    run: list[Row] = []
    last = None
    for index, row in rows:
        if run and (index != last + 1 or row.sheet != run[-1].sheet):
            yield run
            run = []
        run.append(row)
        last = index
    yield run


def _first_of(rows):
    heads = [row for row in rows if row.relation == Relation.HEAD]
    return (heads or rows)[0]
