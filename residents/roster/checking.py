"""What a workbook would do to the register: counted, and laid down line by line."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import chain
from typing import BinaryIO

from accounts.models import User
from foundation.work.rows import NotReady
from grids.models import Area, Reader
from grids.roles import Duty
from residents.models import Roster, RosterPage
from residents.roster import pages
from residents.roster.deciding import likenesses
from residents.roster.matching import entries, lookalikes, people
from residents.roster.plan import Plan
from residents.roster.planning import planner
from residents.roster.reading import column_names, sheet
from residents.roster.reading.sheet import Reading
from residents.roster.rows import Row
from residents.roster.saying import questions
from residents.roster.saying.lines import (
    NUMBERS,
    changed_lines,
    left_lines,
    new_lines,
    number_lines,
)

Part = RosterPage.Part
SOME = 10  # lines or sheets that a sentence names


@dataclass
class DryRun:
    reading: Reading
    plan: Plan
    sheets: list[str] = field(default_factory=list)  # in the order of the file

    @property
    def faults(self):
        order = {sheet: n for n, sheet in enumerate(dict.fromkeys(self.sheets))}
        faults = self.reading.faults + self.plan.faults
        return sorted(faults, key=lambda fault: (order.get(fault.sheet, 0), fault.line))

    def findings(self) -> dict:
        """Counts, and what is said about the whole file; nothing about a person."""
        plan, reading = self.plan, self.reading
        found = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "new_doors": len(plan.new_doors),
            "numbers": sum(bool(NUMBERS & entry.changes) for entry in plan.changed),
            "held": len(plan.held),
            "absent": len(plan.absent),
            "cover": asdict(plan.cover),
            "faulty": len({(fault.sheet, fault.line) for fault in self.faults}),
            "digest": plan.digest(),
        }
        if reading.headers:
            found |= {
                "sheets": list(reading.headers)[:SOME] if len(reading.headers) > 1 else [],
                "asked": len(reading.asked),
                "questions": len(reading.questions),
                "answers": reading.answers,
                "left_out": _some(reading.left_out),
                "blank": reading.blank,
                "people": reading.people,
                "examples": reading.examples,
                "nobody": reading.nobody,
                "carried": reading.carried,
                "by_sheet": [[name, n] for name, n in reading.by_sheet.items() if n],
                "form": reading.form,
                "unread": reading.unread[:SOME],
                "hidden": _some(reading.hidden),
                "unused": _once(header.unused for header in reading.headers.values())[:20],
                "remembered": _once(each.remembered for each in reading.headers.values())[:20],
            }
        return found


def _some(lines: list[tuple[str, int]]) -> dict:
    """The first lines, and how many there are; nothing of none."""
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
    answers: dict[str, str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> DryRun:
    """Read the workbook against the register; nothing is written. Raises Refused, Unclear."""
    meanings = column_names.meanings_of(community)
    reading = sheet.read(file, community, meanings=meanings, answers=answers, progress=progress)
    whole = not reading.questions
    planned = plan(reading.rows, reading.heads, community, by, on, whole=whole)
    return DryRun(reading, planned, list(reading.headers))


def plan(
    rows: list[Row], heads, community: Area, by: User | None, on: date, *, whole: bool
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
    plan = planner.make(decided, held, register, rows=rows, heads=heads, faults=faults, on=on)
    if not whole:
        plan.absent = []
    return plan


def kept_rows(roster: Roster) -> tuple[list[Row], list[tuple]]:
    """The cleaned rows, and the places with a head. Raises NotReady."""
    if not roster.sealed_rows:
        raise NotReady
    kept = json.loads(roster.rows)
    return [Row(*packed) for packed in kept["rows"]], [tuple(place) for place in kept["heads"]]


def plan_again(roster: Roster, rows: list[Row], heads, on: date) -> Plan:
    """What the rows that were kept would change in the register of now."""
    by = roster.taken_in_by or roster.uploaded_by
    whole = not (roster.findings.get("questions") or roster.findings.get("is_rest"))
    return plan(rows, heads, roster.community, by, on, whole=whole)


def sealed_result(roster: Roster, found: DryRun) -> dict[str, list[RosterPage]]:
    """Every line of the result, sealed; `lay_down` saves it."""
    faults = found.faults
    parts = {
        Part.FAULTY: [asdict(fault) for fault in faults],
        Part.NEW: new_lines(found.plan),
        Part.CHANGED: changed_lines(found.plan),
        Part.NUMBERS: number_lines(found.plan),
        Part.LEFT: left_lines(found.plan),
    }
    if found.reading.headers:
        parts[Part.ASKED] = [asdict(each) | {"key": each.key} for each in found.reading.questions]
        parts[Part.ORIGINAL] = _originals(found.reading, faults)
    return {part: pages.sealed(roster, part, lines) for part, lines in parts.items()}


def lay_down(roster: Roster, found: DryRun, result: dict[str, list[RosterPage]]) -> None:
    """The result, and what is to be asked; replaces an earlier result."""
    for part, lines in result.items():
        pages.put(roster, part, lines)
    questions.ask_about_pairs(roster, found.plan.held)
    questions.ask_about_absences(roster, found.plan.absent)


def _originals(reading, faults):
    """Of each sheet its header as it was, then each line that is not taken in, with its cells.

    As [line, cells, sheet]; the header is line 0.
    """
    wanted = {(fault.sheet, fault.line) for fault in faults} | reading.asked
    wanted &= reading.originals.keys()
    kept = []
    for name, header in reading.headers.items():
        lines = sorted(line for sheet, line in wanted if sheet == name)
        if lines:
            heads = ["" if cell is None else str(cell) for cell in header.cells[: header.width]]
            kept.append([0, heads, name])
            kept += [[line, json.loads(reading.originals[name, line]), name] for line in lines]
    return kept
