"""What a workbook would do to the register: counted, and laid down line by line."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from accounts.models import User
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

    @property
    def faults(self):
        return sorted(self.reading.faults + self.plan.faults, key=lambda fault: fault.line)

    def findings(self) -> dict:
        """Counts, and what is said about the whole file; nothing about a person."""
        plan, reading, header = self.plan, self.reading, self.reading.header
        found = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "new_doors": len(plan.new_doors),
            "numbers": sum(bool(NUMBERS & entry.changes) for entry in plan.changed),
            "held": len(plan.held),
            "absent": len(plan.absent),
            "cover": asdict(plan.cover),
            "faulty": len({fault.line for fault in self.faults}),
            "digest": plan.digest(),
        }
        if header is not None:
            found |= {
                "people": reading.people,
                "examples": reading.examples,
                "nobody": reading.nobody,
                "carried": reading.carried,
                "form": reading.form,
                "unread": reading.unread[:SOME],
                "hidden": _some(reading.hidden),
                "struck": _some(reading.struck),
                "unused": header.unused[:20],
                "remembered": header.remembered[:20],
            }
        return found


def _some(lines: list[int]) -> dict:
    """The first lines, and how many there are; nothing of none."""
    return {"lines": lines[:SOME], "all": len(lines)} if lines else {}


def dry_run(
    file: BinaryIO,
    *,
    community: Area,
    by: User | None,
    on: date,
    progress: Callable[[int], None] = lambda done: None,
) -> DryRun:
    """Read the workbook against the register; nothing is written. Raises Refused, Unclear."""
    meanings = column_names.meanings_of(community)
    reading = sheet.read(file, community, meanings=meanings, progress=progress)
    return DryRun(reading, plan(reading.rows, reading.heads, community, by, on))


def plan(rows: list[Row], heads, community: Area, by: User | None, on: date) -> Plan:
    """The road from cleaned rows to what they would change: match, decide, plan."""
    movable = None
    if by is not None:
        mine = Area.objects.with_duty(Reader.for_job(by, on), Duty.IMPORT_ROSTER)
        movable = set(mine.values_list("pk", flat=True))
    register = entries.read(rows, community, movable)
    matched, faults = people.match(rows, register)
    pairs = lookalikes.find(matched, register)
    decided, held = likenesses.decide(matched, pairs, register)
    return planner.make(decided, held, register, rows=rows, heads=heads, faults=faults, on=on)


def lay_down(roster: Roster, found: DryRun) -> None:
    """Every line of the result, and what is to be asked; replaces an earlier result."""
    faults = found.faults
    parts = {
        Part.FAULTY: [asdict(fault) for fault in faults],
        Part.NEW: new_lines(found.plan),
        Part.CHANGED: changed_lines(found.plan),
        Part.NUMBERS: number_lines(found.plan),
        Part.LEFT: left_lines(found.plan),
    }
    if found.reading.header is not None:
        parts[Part.ORIGINAL] = _originals(found.reading, faults)
    for part, lines in parts.items():
        pages.lay_down(roster, part, lines)
    questions.ask_about_pairs(roster, found.plan.held)
    questions.ask_about_absences(roster, found.plan.absent)


def _originals(reading, faults):
    """The header as it was, then each faulty line with its cells."""
    header = reading.header
    heads = ["" if cell is None else str(cell) for cell in header.cells[: header.width]]
    lines = sorted({fault.line for fault in faults})
    kept = [
        [line, json.loads(reading.originals[line])] for line in lines if line in reading.originals
    ]
    return [[0, heads], *kept] if kept else []
