"""A building's doors as a pattern, stairwells × floors × doors on a floor, and what departs from it."""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from residents import doors

Door = tuple[int, str]
"""A stairwell, and a door as `doors.read_door` writes it."""
MOST_DOORS = 2_000


class Pattern(NamedTuple):
    """So many stairwells, floors, and doors on each floor of a stairwell; 101 is the first."""

    stairwells: int
    floors: int
    per_floor: int

    @property
    def size(self) -> int:
        return self.stairwells * self.floors * self.per_floor


NONE = Pattern(0, 0, 0)


def doors_of(pattern: Pattern) -> dict[Door, int]:
    """{door: floor}, as doors are numbered where nothing departs from the rule."""
    places = product(*(range(1, most + 1) for most in pattern))
    return {(stairwell, f"{floor}{flat:02d}"): floor for stairwell, floor, flat in places}


def smallest(known: Iterable[Door]) -> Pattern:
    """The pattern from which these doors depart least; of two the one with fewer doors.

    Without a door that follows the rule it is NONE.
    """
    fits = {place for door in known if (place := _place(door))}
    best = min(_boxes(fits), key=lambda box: (box[1], box[0].size), default=(NONE, 0))
    return best[0] if best[1] < len(fits) else NONE


def _boxes(fits):
    """Every pattern that ends at a door of each kind, and how many doors are too many or missing.

    As the floors and flats grow the doors inside are counted on, so that no box is counted anew.
    """
    stairwells, floors, flats = (sorted({place[n] for place in fits}) for n in range(3))
    for flat in flats:
        inside = dict.fromkeys(floors, 0)
        for stairwell in stairwells:
            below = 0
            for floor in floors:
                below += sum((stairwell, floor, n) in fits for n in flats if n <= flat)
                inside[floor] += below
                pattern = Pattern(stairwell, floor, flat)
                if pattern.size <= MOST_DOORS:
                    yield pattern, pattern.size + len(fits) - 2 * inside[floor]


def _place(door):
    """(stairwell, floor, flat) of a door that a pattern can say, else None."""
    stairwell, text = door
    if not (text.isascii() and text.isdecimal() and 3 <= len(text) <= 4):
        return None
    floor, flat = int(text[:-2]), int(text[-2:])
    is_ruled = floor and flat and text[0] != "0"
    is_possible = stairwell <= doors.MOST_STAIRWELLS and floor <= doors.HIGHEST_FLOOR
    return (stairwell, floor, flat) if is_ruled and is_possible and stairwell else None
