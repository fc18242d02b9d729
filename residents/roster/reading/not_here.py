"""Doors a roster names in buildings that are not registered: what the organisation workbook asks for."""

from dataclasses import dataclass, field
from typing import NamedTuple

from residents import doors
from residents.at_office.patterns import Door


class NotHere(NamedTuple):
    """One such door; `compound` as it is registered, or else as the file writes it."""

    compound: str
    number: int
    stairwell: int
    door: str


@dataclass
class NotHereYet:
    """All of them; 稀土家园 and 稀土家园小区 are one compound, by the name the file writes first."""

    names: dict[str, str] = field(default_factory=dict)
    buildings: dict[tuple[str, int], set[Door]] = field(default_factory=dict)

    def note(self, place: NotHere) -> None:
        key = doors.short(doors.plain(place.compound))
        name = self.names.setdefault(key, place.compound)
        self.buildings.setdefault((name, place.number), set()).add((place.stairwell, place.door))

    def counts(self) -> dict[str, int]:
        there = self.buildings
        compounds = {name for name, _number in there}
        n = sum(map(len, there.values()))
        return {"compounds": len(compounds), "buildings": len(there), "doors": n} if there else {}

    def lines(self) -> list:
        """As they are kept: [compound, number, [[stairwell, door], …]], building by building."""
        return [[*key, sorted(there)] for key, there in sorted(self.buildings.items())]
