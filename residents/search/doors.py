"""Doors, buildings and compounds as people type them: 3-2-501, 3栋2单元501室, 稀土家园3号楼."""

import re
import unicodedata
from typing import NamedTuple

from residents.doors import ImpossibleFloor, NotADoor, read_door

DIGITS = {character: digit for digit, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
COMPOUND = r"(?P<compound>.*?[^\d-])??"
BUILDING = r"(?P<building>\d{1,4})(?:号楼|号院|栋楼|#楼|[栋幢座楼号#])"
STAIRWELL = r"(?P<stairwell>\d{1,2})(?:单元|号门|门)"
DOOR = r"(?P<door>[A-Z]?\d{1,4}[A-Z]?)(?:室|号房|号|户)?"
# Whatever fits is looked for: a bare 12 may be a building or a door on the ground floor.
SHAPES = [
    re.compile(shape)
    for shape in (
        rf"{COMPOUND}(?:{BUILDING}|(?P<first>\d{{1,4}})-)-?(?:{STAIRWELL}-?|(?P<second>\d{{1,2}})-)?{DOOR}",
        rf"{STAIRWELL}-?{DOOR}",
        rf"{COMPOUND}{BUILDING}-?(?:{STAIRWELL})?",
        rf"{COMPOUND}(?P<first>\d{{1,4}})-(?P<second>\d{{1,2}})",
        r"(?P<compound>.*[^\d#A-Z-])(?P<building>\d{1,3})",
        DOOR,
        r"(?P<building>\d{1,3})",
    )
]


class Place(NamedTuple):
    """What is known of a place; a door without a building is looked for in every building."""

    compound: str = ""
    building: int | None = None
    stairwell: int | None = None
    door: str = ""


def plain(text: str) -> str:
    """Without blanks and full-width forms, with one kind of dash, in digits where 三号楼 stood."""
    text = re.sub(r"[\s,、。]", "", unicodedata.normalize("NFKC", text)).upper()
    text = re.sub(r"[—–－―−~_/]", "-", text)
    return re.sub(r"[零〇一二三四五六七八九十]+(?=号楼|号院|号门|[栋幢座]|单元)", _in_digits, text)


def read(text: str) -> list[Place]:
    """The places a text may mean; none for a name of somebody."""
    text, places = plain(text), []
    for shape in SHAPES:
        if (match := shape.fullmatch(text)) and (place := _place(match)) not in (None, *places):
            places.append(place)
            if (place.building or place.stairwell) and len(place.door) > 2:
                break  # nobody who writes 3-2-501 means anything else
    return places


def _place(match) -> Place | None:
    parts = match.groupdict()
    building = parts.get("building") or parts.get("first")
    stairwell = parts.get("stairwell") or parts.get("second")
    door = parts.get("door") or ""
    if door:
        try:
            door, _floor = read_door(door)
        except (NotADoor, ImpossibleFloor):
            return None
    return Place(
        _compound(parts.get("compound") or ""),
        int(building) if building else None,
        int(stairwell) if stairwell else None,
        door,
    )


def _compound(name):
    """稀土家园小区 is registered as 稀土家园, or the other way round."""
    return re.sub(r"(?<=..)小区$", "", name.strip("-"))


def _in_digits(match) -> str:
    """三 is 3, 十二 is 12, 二十 is 20."""
    text = match[0]
    if "十" not in text:
        return "".join(str(DIGITS[character]) for character in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return text
    return str(DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0))
