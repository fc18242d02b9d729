"""What a roster would change: decided line by line, and nothing of it written yet."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date

from foundation.workbooks.faults import Fault
from grids.models import Area
from residents.models import Person, Residency
from residents.roster.columns import Column
from residents.roster.cover import Cover
from residents.roster.likeness import Likeness
from residents.roster.rows import Row

NEW = "new"
"""The household of an entry that is made by this very roster."""


@dataclass
class Entry:
    """One line of the roster against the register."""

    row: Row
    person: Person | None  # None: somebody new
    changes: set[Column] = field(default_factory=set)
    residency: Residency | None = None  # where the person lives by the register
    household: object = None  # a pk, NEW, or None when the roster says nothing
    tags: list[str] = field(default_factory=list)  # kinds to note or renew
    corrected: set[Column] = field(default_factory=set)  # by hand since: the register keeps them
    ended_tags: list[str] = field(default_factory=list)  # the same of needs


@dataclass
class Plan:
    community: Area
    on: date
    people: list[Entry] = field(default_factory=list)  # new and changed
    left: list[Row] = field(default_factory=list)  # already as the roster says
    corrected: list[Entry] = field(default_factory=list)  # with columns corrected by hand since
    held: list[Likeness] = field(default_factory=list)  # like somebody else; left out till decided
    named: set[int] = field(default_factory=set)  # people registered whom the roster names
    unnamed: list[int] = field(default_factory=list)  # those here, in its scope, whom it does not
    absent: list[int] = field(default_factory=list)  # the same, to be asked about: it is complete
    cover: Cover | None = None
    doors: dict[tuple, int] = field(default_factory=dict)  # place: pk of its dwelling
    new_doors: dict[tuple, int] = field(default_factory=dict)  # place: floor
    faults: list[Fault] = field(default_factory=list)
    behind: set[int] = field(default_factory=set)  # people behind those doors, by the register

    @property
    def unchanged(self) -> int:
        return len(self.left)

    @property
    def new(self) -> list[Entry]:
        return [entry for entry in self.people if entry.person is None]

    @property
    def changed(self) -> list[Entry]:
        return [entry for entry in self.people if entry.person is not None]

    @property
    def placed(self) -> list[Entry]:
        """Everybody whose door it takes to know."""
        return [*self.people, *(entry for entry in self.corrected if not entry.changes)]

    def split(self, parts: list[list[Row]]) -> list["Plan"]:
        """What it would write of each of these parts, which have all behind one door together."""
        part_of = {row.at: number for number, rows in enumerate(parts) for row in rows}
        plans = [
            replace(
                self,
                new_doors={},
                people=[],
                left=[],
                corrected=[],
                held=[],
                absent=[],
                unnamed=[],
                faults=[],
            )
            for _ in parts
        ]
        for entry in self.people:
            plans[part_of[entry.row.at]].people.append(entry)
        for entry in self.corrected:
            plans[part_of[entry.row.at]].corrected.append(entry)
        for entry in self.placed:
            if (place := entry.row.place) in self.new_doors:
                plans[part_of[entry.row.at]].new_doors[place] = self.new_doors[place]
        for like in self.held:
            plans[part_of[like.row.at]].held.append(like)
        for fault in self.faults:
            plans[part_of[fault.at]].faults.append(fault)
        return plans

    def digest(self) -> str:
        """The same for two plans that would write the same."""
        lines = [
            (
                entry.row.number,
                entry.person.pk if entry.person else 0,
                sorted(entry.changes),
                entry.household,
                sorted(entry.tags),
                # Those of one family are as they were before families were told apart.
                *([entry.row.family] if entry.row.family else []),
            )
            for entry in self.people
        ]
        held = [(like.row.number, like.person.pk) for like in self.held]
        told = [lines, sorted(map(str, self.new_doors)), held, len(self.faults)]
        if self.corrected:  # else as it was before anything was kept
            told.append(
                [
                    (entry.row.number, sorted(entry.corrected), sorted(entry.ended_tags))
                    for entry in self.corrected
                ]
            )
        text = json.dumps(told)
        return hashlib.sha256(text.encode()).hexdigest()
