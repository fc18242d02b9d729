"""Doors, buildings and compounds as people type them: 3-2-501, 3栋2单元501室, 稀土家园3号楼."""

import re
from typing import NamedTuple

from residents import doors
from residents.doors import COMPOUND, SURE_BUILDING

BUILDING = rf"(?P<building>\d{{1,4}})(?:{SURE_BUILDING}|[楼号#])"
STAIRWELL = r"(?P<stairwell>\d{1,2})(?:单元|号?门)"
# Whatever fits is looked for: a bare 12 may be a building or a door on the ground floor.
SHAPES = [
    re.compile(shape)
    for shape in (
        rf"{COMPOUND}{BUILDING}-?(?:{STAIRWELL})?",
        rf"{COMPOUND}(?P<building>\d{{1,4}})-(?P<stairwell>\d{{1,2}})",
        r"(?P<compound>.*[^\d#A-Z-])(?P<building>\d{1,3})",
        r"(?P<building>\d{1,3})",
    )
]


class Place(NamedTuple):
    """What is known of a place; a door without a building is looked for in every building."""

    compound: str = ""
    building: int | None = None
    stairwell: int | None = None
    door: str = ""


def read(text: str) -> list[Place]:
    """The places a text may mean; none for a name of somebody."""
    text = doors.plain(text)
    places = _whole(text)
    if any((place.building or place.stairwell) and len(place.door) > 2 for place in places):
        return places  # nobody who writes 3-2-501 means anything else
    for shape in SHAPES:
        if (match := shape.fullmatch(text)) and (place := _place(match)) not in places:
            places.append(place)
    return places


def _whole(text):
    try:
        known = doors.read(text)
    except (doors.NotADoor, doors.ImpossibleFloor, doors.OtherFloor):
        return []
    # 3-501 in the box is a building's door: who means a stairwell says so.
    known = [each for each in known if each.building or not each.stairwell] or known
    return [Place(_compound(each.compound), *each[1:4]) for each in known]


def _place(match) -> Place:
    parts = match.groupdict()
    stairwell = parts.get("stairwell")
    return Place(
        _compound(parts.get("compound") or ""),
        int(parts["building"]),
        int(stairwell) if stairwell else None,
    )


def _compound(name):
    return doors.short(name.strip("-"))
