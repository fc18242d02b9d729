"""Doors as people write them: in four columns, or as 3-2-501, 3栋2单元501室."""

import re
from typing import NamedTuple

HIGHEST_FLOOR = 60
MOST_STAIRWELLS = 30

WHOLE = re.compile(
    r"(?P<compound>.*?[^\d-])??"
    r"(?P<building>\d{1,4})(?:号楼|号院|栋|幢|楼|号|#楼|#|-)"
    r"(?:(?P<stairwell>\d{1,2})(?:单元|门|-))?"
    r"(?P<door>[A-Z]?\d{1,4}[A-Z]?)(?:室|号|户|号房)?"
)
DOOR = re.compile(r"(?P<cellar>B?)(?P<digits>\d{1,4})(?P<side>[A-Z]?)")


class NotADoor(ValueError):
    """The text names no door we understand."""


class ImpossibleFloor(ValueError):
    """No house here has that floor."""


class Place(NamedTuple):
    compound: str
    building: int | None
    stairwell: int | None
    door: str
    floor: int


def read(text: str) -> Place:
    """A door from the text of its column (already plain). Raises NotADoor, ImpossibleFloor."""
    text = re.sub(r"[—–－_~]", "-", text.upper())
    whole = WHOLE.fullmatch(text)
    if whole:
        door, floor = read_door(whole["door"])
        return Place(
            whole["compound"] or "",
            int(whole["building"]),
            int(whole["stairwell"]) if whole["stairwell"] else None,
            door,
            floor,
        )
    door, floor = read_door(re.sub(r"(室|号|户|号房)$", "", text))
    return Place("", None, None, door, floor)


def read_door(text: str) -> tuple[str, int]:
    """("501", 5): the door without leading zeros, and its floor; B201 lies two floors below."""
    parts = DOOR.fullmatch(text)
    if not parts:
        raise NotADoor(text)
    digits, cellar = parts["digits"], parts["cellar"]
    floor = int(digits[:-2]) if len(digits) > 2 else 1
    if not 1 <= floor <= (9 if cellar else HIGHEST_FLOOR):
        raise ImpossibleFloor(floor)
    if not digits.strip("0"):
        raise NotADoor(text)
    return f"{cellar}{digits.lstrip('0')}{parts['side']}", -floor if cellar else floor


def read_number(text: str, endings: str) -> int | None:
    """3, 3号楼, 3#: a number with one of the usual endings, else None."""
    match = re.fullmatch(rf"(\d{{1,4}})({endings})?", text)
    return int(match[1]) if match else None
