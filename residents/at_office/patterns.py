"""A building's doors as a pattern, stairwells × floors × doors on a floor, and what departs from it.

A dormitory has no stairwells; houses, yards and shops have no floors either, and are counted: 1, 2, 3.
"""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from grids.models import Building
from residents import doors

Door = tuple[int, str]
"""A stairwell, 0 where there is none, and a door as `doors` reads it."""
MOST_DOORS = 2_000
Kind = Building.Kind


class Pattern(NamedTuple):
    """So many stairwells, floors, and doors on each floor of a stairwell; 101 is the first."""

    stairwells: int
    floors: int
    per_floor: int

    @property
    def size(self) -> int:
        return self.stairwells * self.floors * self.per_floor


NONE = Pattern(0, 0, 0)


def doors_of(pattern: Pattern, kind: str = Kind.BLOCK) -> dict[Door, int]:
    """{door: floor}, as doors are numbered where nothing departs from the rule."""
    if kind == Kind.HOUSES:
        return {(0, str(number)): 0 for number in range(1, pattern.size + 1)}
    places = product(*(range(1, most + 1) for most in pattern))
    return {
        (stairwell if kind == Kind.BLOCK else 0, f"{floor}{flat:02d}"): floor
        for stairwell, floor, flat in places
    }


def smallest(known: Iterable[Door], kind: str = Kind.BLOCK) -> Pattern:
    """The pattern from which these doors depart least; of two the one with fewer doors.

    Without a door that follows the rule it is NONE.
    """
    fits = {place for door in known if (place := _place(door, kind))}
    best = min(_boxes(fits), key=lambda box: (box[1], box[0].size), default=(NONE, 0))
    return best[0] if best[1] < len(fits) else NONE


def _boxes(fits):
    """Every pattern that ends at a door of each kind, and how many doors are too many or missing.

    As the floors and flats grow the doors inside are counted on, so that no box is counted anew.
    """
    stairwells, floors, flats = (sorted({place[n] for place in fits}) for n in range(3))
    inside = {(stairwell, floor): 0 for stairwell in stairwells for floor in floors}
    for flat in flats:
        for stairwell, floor in inside:
            inside[stairwell, floor] += (stairwell, floor, flat) in fits
        above = dict.fromkeys(floors, 0)
        for stairwell in stairwells:
            below = 0
            for floor in floors:
                below += inside[stairwell, floor]
                above[floor] += below
                pattern = Pattern(stairwell, floor, flat)
                if pattern.size <= MOST_DOORS:
                    yield pattern, pattern.size + len(fits) - 2 * above[floor]


def _place(door, kind):
    """(stairwell, floor, flat) of a door that a pattern can say, else None."""
    stairwell, text = door
    if not (text.isascii() and text.isdecimal() and text[0] != "0" and len(text) <= 4):
        return None
    if kind == Kind.HOUSES:
        return 1, 1, int(text)
    floor, flat = int(text[:-2] or 0), int(text[-2:])
    stairwell = stairwell if kind == Kind.BLOCK else 1
    is_possible = stairwell <= doors.MOST_STAIRWELLS and floor <= doors.HIGHEST_FLOOR
    return (stairwell, floor, flat) if floor and flat and is_possible and stairwell else None
