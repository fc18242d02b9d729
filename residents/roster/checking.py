"""What a workbook would do to the register: counted, and laid down line by line."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import chain
from typing import BinaryIO

from accounts.models import User
from foundation.work.rows import NotReady
from foundation.workbooks import hand_back
from grids.models import Area, Reader
from grids.roles import Duty
from residents.models import Roster, RosterPage
from residents.roster import pages
from residents.roster.deciding import likenesses
from residents.roster.matching import entries, lookalikes, people
from residents.roster.plan import Plan
from residents.roster.planning import planner, together
from residents.roster.reading import column_names, sheet
from residents.roster.reading.found import At
from residents.roster.reading.sheet import Reading
from residents.roster.rows import Fault, Row
from residents.roster.saying import questions, rebuilt
from residents.roster.saying.lines import (
    NUMBERS,
    changed_lines,
    left_lines,
    new_lines,
    number_lines,
    tied_lines,
)
from residents.roster.tied import at_of, tied_to

Part = RosterPage.Part
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
        return set(map(at_of, self.faults))

    def findings(self) -> dict:
        """Counts, and what is said about the whole file; nothing about a person."""
        plan = self.plan
        found = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "new_doors": len(plan.new_doors),
            "numbers": sum(bool(NUMBERS & entry.changes) for entry in plan.changed),
            "held": len(plan.held),
            "absent": len(plan.absent),
            "cover": asdict(plan.cover),
            "faulty": len(self.faulty),
            "tied": len(self.tied),
            "digest": plan.digest(),
        }
        found["rest_of"] = self.reading.mark
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
        "examples": reading.examples,
        "nobody": len(reading.nobody),
        "passed_over": _some(reading.nobody),
        "heads_again": reading.heads_again,
        "blank": reading.blank,
        "carried": reading.carried,
        "by_sheet": [[name, n] for name, n in reading.by_sheet.items() if n],
        "form": reading.form,
        "unread": reading.unread[:SOME],
        "hidden": _some(reading.hidden),
        "unused": [name for name in unused if name not in hand_back.ours()][:20],
        "remembered": _once(each.remembered for each in reading.headers.values())[:20],
    }


def _with_the_first(reading, planned, community, *, whole):
    """The mended rest of a file counts together with what of it is in the register already."""
    first = together.first_of(community, reading.mark)
    if first is None:
        reading.mark = ""
        return
    together.measure(planned, first)
    if not whole or reading.people < together.left_of(first):
        planned.absent = []


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
    return compared(reading, community, by, on, whole=not reading.questions)


def compared(
    reading: Reading, community: Area, by: User | None, on: date, *, whole: bool
) -> DryRun:
    """What was read against the register: what is wrong, and what the right lines would change.

    `whole`: nobody is left out who may be in the file.
    """
    faults, rows, tied = list(reading.faults), reading.rows, {}
    planned = first = plan(rows, reading.heads, community, by, on, whole=whole and not faults)
    _with_the_first(reading, first, community, whole=whole and not faults)
    more = bool(faults or first.faults)
    while more:  # a plan without them; as a rule it finds nothing new
        faults += planned.faults
        tied = tied_to(reading.rows, reading.faulty, faults)
        out = {*map(at_of, faults), *tied}
        rows = [row for row in reading.rows if row.at not in out]
        planned = plan(rows, reading.heads, community, by, on, whole=False)
        more = bool(planned.faults)
    planned.cover, planned.unnamed = first.cover, first.unnamed  # by all that could be read
    sheets = reading.headers or (row.sheet for row in reading.rows)
    order = {sheet: number for number, sheet in enumerate(dict.fromkeys(sheets))}
    faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.line))
    return DryRun(reading, planned, faults, tied)


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


def _unnamed(found):
    """Kept where something stays out that may name them, and where then everybody may be named."""
    left = len(found.faulty) + len(found.tied) + len(found.reading.asked)
    cover = found.plan.cover
    could_be = replace(cover, found=cover.found + left)
    return found.plan.unnamed if left and could_be.is_complete else []


def to_keep(reading: Reading) -> str:
    """The cleaned rows as JSON, and of the faulty ones what could be read."""
    kept = {
        "rows": [row.packed() for row in reading.rows],
        "heads": sorted(reading.heads),
        "faulty": [row.packed() for row in reading.faulty],
    }
    return json.dumps(kept)


def kept(roster: Roster) -> Reading:
    """The rows that were kept, with the faults of those that could not be read. Raises NotReady."""
    if not roster.sealed_rows:
        raise NotReady
    found = json.loads(roster.rows)
    reading = Reading(
        rows=[Row(*packed) for packed in found["rows"]],
        heads={tuple(place) for place in found["heads"]},
        faulty=[Row(*packed) for packed in found.get("faulty", ())],
        mark=roster.findings.get("rest_of", ""),
        people=roster.findings.get("people", 0),
    )
    if roster.findings.get("faulty"):
        rows = {row.at for row in reading.rows}
        faults = [Fault(**each) for each in pages.read_all(roster, Part.FAULTY)]
        reading.faults = [fault for fault in faults if at_of(fault) not in rows]
    return reading


def faulty_lines(roster: Roster) -> set[At]:
    """What was found to be faulty, and is laid down with its cells."""
    return {(each.get("sheet", ""), each["line"]) for each in pages.read_all(roster, Part.FAULTY)}


def kept_rows(roster: Roster) -> tuple[list[Row], list[tuple]]:
    """The rows to take in, and the places with a head. Raises NotReady."""
    reading = kept(roster)
    if not roster.findings.get("faulty"):
        return reading.rows, list(reading.heads)
    out = faulty_lines(roster)
    out |= {(each["sheet"], each["line"]) for each in pages.read_all(roster, Part.TIED)}
    return [row for row in reading.rows if row.at not in out], list(reading.heads)


def is_whole(roster: Roster) -> bool:
    """Whether its lines are all there were in a file, and none of them waits for an answer."""
    return not roster.findings.get("questions") and not _is_a_rest(roster)


def _is_a_rest(roster):
    return bool(roster.findings.get("is_rest") or roster.findings.get("taken_up"))


def plan_again(roster: Roster, rows: list[Row], heads, on: date) -> Plan:
    """What the rows to take in would change in the register of now."""
    by = roster.taken_in_by or roster.uploaded_by
    whole = is_whole(roster) and not roster.findings.get("faulty")
    return plan(rows, heads, roster.community, by, on, whole=whole)


def sealed_result(roster: Roster, found: DryRun) -> dict[str, list[RosterPage]]:
    """Every line of the result, sealed; `lay_down` saves it."""
    parts = {
        Part.FAULTY: [asdict(fault) for fault in found.faults],
        Part.TIED: tied_lines(found.reading.rows, found.tied),
        Part.NEW: new_lines(found.plan),
        Part.CHANGED: changed_lines(found.plan),
        Part.NUMBERS: number_lines(found.plan),
        Part.LEFT: left_lines(found.plan),
        Part.UNNAMED: [] if _is_a_rest(roster) else _unnamed(found),
    }
    if found.reading.headers:
        parts[Part.ASKED] = [asdict(each) | {"key": each.key} for each in found.reading.questions]
        parts[Part.ORIGINAL] = _originals(found)
    elif found.faults and not roster.sealed_file:
        out = {*found.faulty, *found.tied}
        gone = (row for row in found.reading.rows if row.at in out)
        parts[Part.ORIGINAL] = rebuilt.originals(gone)
    return {part: pages.sealed(roster, part, lines) for part, lines in parts.items()}


def lay_down(roster: Roster, found: DryRun, result: dict[str, list[RosterPage]]) -> None:
    """The result, and what is to be asked; replaces an earlier result."""
    for part, lines in result.items():
        pages.put(roster, part, lines)
    questions.ask_about_pairs(roster, found.plan.held)
    questions.ask_about_absences(roster, found.plan.absent)


def _originals(found):
    """Of each sheet its header as it was, then each line that is not taken in, with its cells.

    As [line, cells, sheet]. The header is line 0; a column without a head is called by what it
    holds, and with it go the name of one sheet alone, if that says the building, and the columns.
    """
    reading = found.reading
    wanted = {*found.faulty, *found.tied} | reading.asked
    wanted &= reading.originals.keys()
    kept = []
    for name, header in reading.headers.items():
        lines = sorted(line for sheet, line in wanted if sheet == name)
        if lines:
            kept.append([0, header.as_kept(), name, reading.titles[name], header.columns()])
            kept += [[line, json.loads(reading.originals[name, line]), name] for line in lines]
    return kept
