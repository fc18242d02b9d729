"""What a workbook would do to the register, found out without writing to it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import chain
from typing import BinaryIO

from accounts.models import User
from foundation.workbooks import hand_back
from grids.models import Area, Reader
from grids.roles import Duty
from residents.models import Roster
from residents.roster.deciding import likenesses
from residents.roster.matching import entries, lookalikes, people
from residents.roster.plan import Plan
from residents.roster.planning import planner, together
from residents.roster.reading import column_names, sheet
from residents.roster.reading.buildings import TO_BE_REGISTERED
from residents.roster.reading.sheet import Reading
from residents.roster.rows import At, Fault, Row
from residents.roster.saying.lines import NUMBERS
from residents.roster.tied import tied_to

SOME = 10  # lines or sheets that a sentence names


@dataclass
class DryRun:
    """What was read, and what it would change but for what is faulty or tied to that."""

    reading: Reading
    plan: Plan
    faults: list[Fault] = field(default_factory=list)
    tied: dict[At, At] = field(default_factory=dict)

    @property
    def faulty(self) -> set[At]:
        return {fault.at for fault in self.faults}

    @property
    def waiting(self) -> set[At]:
        """Of the faulty, those with nothing wrong but that their place is not registered yet."""
        wrong = {fault.at for fault in self.faults if fault.text not in TO_BE_REGISTERED}
        return self.faulty - wrong

    def findings(self) -> dict:
        """Counts, and what is said about the whole file; nothing about a person."""
        plan = self.plan
        found = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "new_doors": len(plan.new_doors),
            "numbers": sum(bool(NUMBERS & entry.changes) for entry in plan.changed),
            "corrected": sum(len(each.corrected) + len(each.ended_tags) for each in plan.corrected),
            "held": len(plan.held),
            "absent": len(plan.absent),
            "cover": asdict(plan.cover),
            "faulty": len(self.faulty),
            "waiting": len(self.waiting),
            "tied": len(self.tied),
            "digest": plan.digest(),
        }
        found |= {"rest_of": self.reading.mark, "first": self.reading.first}
        return found | (_of_the_file(self.reading) if self.reading.headers else {})


def _of_the_file(reading):
    several = len(reading.headers) > 1
    unused = _once(header.unused for header in reading.headers.values())
    return {
        "sheets": list(reading.headers)[:SOME] if several else [],
        "lines": reading.lines,
        "people": reading.people,
        "asked": len(reading.asked),
        "questions": len(reading.questions),
        "answers": reading.answers,
        "left_out": _some(reading.left_out),
        "not_here": reading.not_here.counts(),
        "examples": reading.examples,
        "nobody": len(reading.nobody),
        "passed_over": _some(reading.nobody),
        "heads_again": reading.heads_again,
        "blank": reading.blank,
        "carried": len(reading.carried),
        "by_sheet": [[name, n] for name, n in reading.by_sheet.items() if n],
        "form": reading.form,
        "unread": reading.unread[:SOME],
        "hidden": _some(reading.hidden),
        "hidden_columns": list(dict.fromkeys(reading.hidden_columns)),
        "notes": _some(reading.notes),
        "drawn_words": reading.drawn_words,
        "dittos": reading.dittos,
        "unused": [name for name in unused if name not in hand_back.ours()][:20],
        "remembered": _once(each.remembered for each in reading.headers.values())[:20],
    }


def _with_the_first(reading, planned, community, *, whole):
    """The mended rest of a file counts together with what of it is in the register already."""
    if not reading.mark:
        return
    first = together.first_of(community, reading.mark)
    reading.first = first.state if first else ""
    if reading.first == Roster.State.TAKEN_IN:
        together.measure(planned, first)
    is_rest = first is not None and reading.people >= together.left_of(first)
    if not (whole and is_rest and reading.first == Roster.State.TAKEN_IN):
        planned.absent = []


def _some(lines: list[tuple[str, int]] | list[tuple[str, str]]) -> dict:
    """The first lines or cells, and how many there are; nothing of none."""
    first = [f"{sheet}!{line}" if sheet else line for sheet, line in lines[:SOME]]
    return {"lines": first, "all": len(lines)} if lines else {}


def _once(lists) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(lists)))


def dry_run(
    file: BinaryIO,
    *,
    community: Area,
    by: User | None,
    on: date,
    made_on: date | None = None,
    answers: dict[str, str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> DryRun:
    """Read the workbook against the register; nothing is written. Raises Refused, Unclear."""
    meanings = column_names.meanings_of(community)
    reading = sheet.read(file, community, meanings=meanings, answers=answers, progress=progress)
    whole = not reading.questions
    return compared(reading, community, by, on, whole=whole, made_on=made_on)


def compared(
    reading: Reading,
    community: Area,
    by: User | None,
    on: date,
    *,
    whole: bool,
    made_on: date | None = None,
) -> DryRun:
    """What was read against the register: what is wrong, and what the right lines would change.

    `whole`: nobody is left out who may be in the file. `made_on`: the day of the file.
    """
    about = {"made_on": made_on}
    faults, rows, tied = list(reading.faults), reading.rows, {}
    whole = whole and not faults
    planned = first = plan(rows, reading.heads, community, by, on, whole=whole, **about)
    _with_the_first(reading, first, community, whole=whole)
    more = bool(faults or first.faults)
    while more:  # a plan without them; as a rule it finds nothing new
        faults += map(reading.located, planned.faults)
        tied = tied_to(reading.rows, reading.faulty, faults)
        out = {fault.at for fault in faults} | tied.keys()
        rows = [row for row in reading.rows if row.at not in out]
        planned = plan(rows, reading.heads, community, by, on, whole=False, **about)
        more = bool(planned.faults)
    planned.cover, planned.unnamed = first.cover, first.unnamed  # by all that could be read
    sheets = reading.headers or (row.sheet for row in reading.rows)
    order = {sheet: number for number, sheet in enumerate(dict.fromkeys(sheets))}
    faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.line))
    return DryRun(reading, planned, faults, tied)


def plan(
    rows: list[Row],
    heads,
    community: Area,
    by: User | None,
    on: date,
    *,
    whole: bool,
    made_on: date | None = None,
) -> Plan:
    """The road from cleaned rows to what they would change: match, decide, plan.

    `whole`: no line waits for an answer, so that who is not among the rows is not in the file.
    """
    movable = None
    if by is not None:
        mine = Area.objects.with_duty(Reader.for_job(by, on), Duty.IMPORT_ROSTER)
        movable = set(mine.values_list("pk", flat=True))
    register = entries.read(rows, community, movable)
    matched, faults = people.match(rows, register)
    pairs = lookalikes.find(matched, register)
    decided, held = likenesses.decide(matched, pairs, register)
    about = {"rows": rows, "heads": heads, "faults": faults, "on": on, "made_on": made_on}
    plan = planner.make(decided, held, register, **about)
    if not whole:
        plan.absent = []
    return plan
