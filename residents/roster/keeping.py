"""What a check leaves on its roster until somebody decides: the rows, sealed, and the result line by line."""

import json
from dataclasses import asdict, replace
from datetime import date

from foundation.work.rows import NotReady
from residents.models import Roster, RosterPage
from residents.roster import pages
from residents.roster.checking import DryRun, plan
from residents.roster.plan import Plan
from residents.roster.reading.sheet import Reading
from residents.roster.rows import At, Fault, Row
from residents.roster.saying import questions, rebuilt
from residents.roster.saying.lines import (
    changed_lines,
    left_lines,
    new_lines,
    number_lines,
    tied_lines,
)

Part = RosterPage.Part


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
        heads={_family_key(*head) for head in found["heads"]},
        faulty=[Row(*packed) for packed in found.get("faulty", ())],
        mark=roster.findings.get("rest_of", ""),
        people=roster.findings.get("people", 0),
    )
    if roster.findings.get("faulty"):
        rows = {row.at for row in reading.rows}
        faults = [Fault(**each) for each in pages.read_all(roster, Part.FAULTY)]
        reading.faults = [fault for fault in faults if fault.at not in rows]
    return reading


def _family_key(building, stairwell, door, family=""):
    """Rosters checked before families were told apart name only the door."""
    return building, stairwell, door, family


def faulty_lines(roster: Roster) -> set[At]:
    """What was found to be faulty, and is laid down with its cells."""
    return {(each.get("sheet", ""), each["line"]) for each in pages.read_all(roster, Part.FAULTY)}


def kept_rows(roster: Roster) -> tuple[list[Row], list[tuple]]:
    """The rows to take in, and the families with a head. Raises NotReady."""
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
    about = {"whole": whole, "made_on": roster.made_on}
    return plan(rows, heads, roster.community, by, on, **about)


def sealed_result(roster: Roster, found: DryRun) -> dict[str, list[RosterPage]]:
    """Every line of the result, sealed; `lay_down` saves it."""
    waiting = found.waiting
    parts = {
        Part.FAULTY: [asdict(fault) for fault in found.faults if fault.at not in waiting],
        Part.WAITING: [asdict(fault) for fault in found.faults if fault.at in waiting],
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
        parts[Part.NOT_HERE] = found.reading.not_here.lines()
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
