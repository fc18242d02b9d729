"""How much of the register a roster names."""

from dataclasses import dataclass

COMPLETE = 0.8
"""From this share on, a roster speaks for everybody; who is missing in it may have moved away."""
ENOUGH = 20  # people; of a handful nobody can tell


@dataclass
class Cover:
    """Of `all` people registered in the scope, the roster names `found`."""

    scope: str  # "community", or "buildings": those the roster names
    found: int
    all: int
    buildings: int = 0

    @property
    def is_complete(self) -> bool:
        return self.all >= ENOUGH and self.found >= COMPLETE * self.all

    @property
    def percent(self) -> int:
        return self.found * 100 // self.all if self.all else 0
