"""A roster that stopped half-way: the rest is asked about once more, or what is written goes back."""

import json
from datetime import datetime

from django.db import transaction

from residents.models import Roster, RosterPage
from residents.roster import keeping, pages, parts
from residents.roster.writing import answered, footprint

Part = RosterPage.Part
COUNTED = {
    Part.NEW: "new",
    Part.CHANGED: "changed",
    Part.LEFT: "unchanged",
    Part.NUMBERS: "numbers",
}


def leave(roster: Roster, *, at: datetime) -> Roster:
    """What is written stays, and can be undone; the rest becomes a roster that waits for its check."""
    roster.refresh_from_db()
    rows, heads = keeping.kept_rows(roster)
    number = footprint.last_part(roster)
    written, left = _apart(roster, rows, number)
    rest = _of(roster, left, heads, at)
    lines = {row.at for row in written}
    kept = {
        part: [
            line
            for line in pages.read_all(roster, part)
            if (line.get("sheet", ""), line["line"]) in lines
        ]
        for part in COUNTED
    }
    findings = roster.findings | {name: len(kept[part]) for part, name in COUNTED.items()}
    counted = sum(findings[COUNTED[part]] for part in (Part.NEW, Part.CHANGED, Part.LEFT))
    findings |= {"held": len(written) - counted, "rest_rows": len(left)}
    agreed = roster.findings["parts"]
    agreed = {**agreed, "digests": agreed["digests"][:number]}
    findings |= {"partly": "taken in", "rest": str(rest.uid), "parts": agreed}
    result = {part: pages.sealed(roster, part, kept[part]) for part in COUNTED}
    settled = answered.keys_among(roster.community, written)
    columns = {"state": Roster.State.TAKEN_IN, "taken_in_at": at, "findings": findings}
    columns["parts_written"] = number
    with transaction.atomic():
        if roster.move_on(Roster.State.TO_TAKE_IN, sealed_rows="", sealed_file="", **columns):
            rest.save()
            answered.settle(roster.community, settled)
            for part, some in result.items():
                pages.put(roster, part, some)
    return rest


def take_back(roster: Roster, why: str) -> None:
    """What is written is undone by itself, and the page says why."""
    findings = roster.findings | {"partly": "undone", "taken_back": why}
    columns = {"state": Roster.State.TO_UNDO, "taken_in_at": roster.begun_at, "findings": findings}
    columns["parts_written"] = footprint.last_part(roster)
    roster.move_on(Roster.State.TO_TAKE_IN, sealed_rows="", sealed_file="", **columns)


def _apart(roster, rows, number):
    """The rows that are written, and the others."""
    of_each = parts.parts_of(rows, roster.findings["parts"]["size"])
    halves = of_each[:number], of_each[number:]
    return [[row for some in each for row in some] for each in halves]


def _of(roster, rows, heads, at):
    rest = Roster(
        community=roster.community,
        file_name=roster.file_name,
        file_hash=roster.file_hash,
        made_on=roster.made_on,
        findings={"people": len(rows), "is_rest": True},
        uploaded_by=roster.taken_in_by or roster.uploaded_by,
        uploaded_at=at,
    )
    rest.rows = json.dumps({"rows": [row.packed() for row in rows], "heads": heads})
    return rest
