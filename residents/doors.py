"""Doors as people write them: in four columns, or as 3-2-501, 3栋2单元5楼501室, 三号楼501-1.

One grammar for rosters and for search. A text is read in every way it can be read, and in each
of them every part of it has its place; a roster takes what its columns leave sure (`settle`).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from foundation.typed import tidying

HIGHEST_FLOOR = 60
MOST_STAIRWELLS = 30

DIGITS = {character: digit for digit, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
NUMERAL = "[零〇一二三四五六七八九十]+"
NUMERALS = re.compile(
    rf"{NUMERAL}(?=号楼|号院|号门|[栋幢座]|单元|[楼层]\d)"  # 三号楼, but 三楼 is a name
)
DIGIT_BY_DIGIT = re.compile(
    "(?<![零〇一二三四五六七八九十])[零〇一二三四五六七八九]{3,4}(?=(?:室|号房|号|户)?$)"  # 五零一
)
# What no name of a compound holds: a part of a door that would be lost in it.
PART = r"\d{1,4}(?:#|号楼|栋|幢|座|楼|层|单元|号?门|号(?=\d)|室|-)"
COMPOUND = rf"(?P<compound>(?:(?!{PART}).)*?[^\d-])??"
SURE_BUILDING = r"号楼|号院|栋楼|#楼|[栋幢座]"
BUILDING = rf"(?P<building>\d{{1,4}})(?:{SURE_BUILDING}|[楼号#])-?"
# 501-1 is a part of flat 501, not door 1 of building 501.
FIRST = rf"(?:{BUILDING}|(?!\d{{3,4}}-\d{{1,2}}(?:室|号房|号|户)?$)(?P<first>\d{{1,4}})-)"
STAIRWELL = r"(?P<stairwell>\d{1,2})(?:单元|号?门)-?"
SECOND = rf"(?:{STAIRWELL}|(?P<second>\d{{1,2}})[#号-])"
FLOOR = r"(?P<floor>\d{1,2})[楼层]-?"
FLOOR_DASH = r"(?P<floor>\d{1,2})-(?=0\d\D*$)"
DOOR = r"(?P<door>B?\d{1,4}[A-Z]?(?:(?<=\d{3})-\d{1,2}|(?<=\d{3}[A-Z])-\d{1,2})?)(?:室|号房|号|户)?"
SHAPES = [
    re.compile(shape + DOOR)
    for shape in (
        rf"{COMPOUND}{FIRST}{SECOND}?(?:{FLOOR})?",
        rf"{COMPOUND}{FIRST}{SECOND}?{FLOOR_DASH}",
        rf"{COMPOUND}{SECOND}(?:{FLOOR})?",
        rf"{COMPOUND}{SECOND}{FLOOR_DASH}",
        rf"{COMPOUND}{FLOOR}",
        FLOOR_DASH,
        "",
    )
]
BY_FLOOR = re.compile(rf"{COMPOUND}{FLOOR}{DOOR}")
FLAT = re.compile(r"(?P<cellar>B?)(?P<digits>\d{1,4})(?P<side>[A-Z]?)(?:-(?P<part>\d{1,2}))?")


class NotADoor(ValueError):
    """The text names no door we understand."""


class ImpossibleFloor(ValueError):
    """No house here has that floor."""


class OtherFloor(ValueError):
    """5楼401: the floor in words is not that of the door."""


class OtherBuilding(ValueError):
    """The column of the building says another one than the text."""


class OtherStairwell(ValueError):
    """The column of the stairwell says another one than the text."""


class Unsure(ValueError):
    """The text means several doors, and no column says which."""


class Place(NamedTuple):
    compound: str
    building: int | None
    stairwell: int | None
    door: str
    floor: int


def plain(text: str) -> str:
    """Without blanks and full-width forms, with one kind of dash, in digits where 三号楼 stood.

    A blank between two digits parts them as a dash does: 3 2 501.
    """
    text = unicodedata.normalize("NFKC", text).upper().strip()
    text = re.sub(r"(?<=\d)\s+(?=\d)", "-", text)
    text = re.sub(r"\s|(?<!\d)[,、。]|[,、。](?!\d)", "", text)
    text = re.sub(r"[~_/]", "-", tidying.DASHES.sub("-", text))
    text = DIGIT_BY_DIGIT.sub(lambda found: "".join(str(DIGITS[c]) for c in found[0]), text)
    return NUMERALS.sub(lambda found: _in_digits(found[0]), text)


def read(text: str) -> list[Place]:
    """Every whole door that a plain text may mean, those with a building first.

    Raises NotADoor, ImpossibleFloor, OtherFloor where it can mean none.
    """
    found: dict[Place, None] = {}
    wrong: ValueError = NotADoor(text)
    for shape in SHAPES:
        if match := shape.fullmatch(text):
            try:
                found.update(dict.fromkeys(_places(match.groupdict())))
            except (NotADoor, ImpossibleFloor, OtherFloor) as error:
                wrong = error
    if not found:
        raise wrong
    floors = [place for place in found if not (place.building or place.stairwell)]
    if floors and BY_FLOOR.fullmatch(text):
        return floors  # 5楼501 is no building 5; 3楼501 is building 3
    return list(found)


def settle(places: list[Place], building: int | None, stairwell: int | None) -> Place:
    """The one door that the columns of building and stairwell leave of `places`.

    Its building stays None where neither says it. Raises OtherBuilding, OtherStairwell, Unsure.
    """
    fitting = [each for each in places if building in (None, each.building) or not each.building]
    if not fitting:
        raise OtherBuilding
    fitting = [
        each for each in fitting if stairwell in (None, each.stairwell) or not each.stairwell
    ]
    if not fitting:
        raise OtherStairwell
    if len({place.door for place in fitting}) == 1 and len(fitting[0].door) > 2:
        # Without a column of the building, 3-501 names it; 3-2 may be its second stairwell.
        fitting = [each for each in fitting if each.building or building] or fitting
    settled = {
        each._replace(
            building=each.building or building, stairwell=each.stairwell or stairwell or 1
        )
        for each in fitting
    }
    if len(settled) > 1:
        raise Unsure
    return settled.pop()


def short(compound: str) -> str:
    """稀土家园小区 is registered as 稀土家园, or the other way round."""
    return re.sub("(?<=..)小区$", "", compound)


def read_door(text: str) -> tuple[str, int]:
    """("501", 5): the door without leading zeros, and its floor; B201 lies two floors below."""
    parts = FLAT.fullmatch(text)
    if not parts:
        raise NotADoor(text)
    digits, cellar, part = parts["digits"], parts["cellar"], parts["part"]
    floor = int(digits[:-2]) if len(digits) > 2 else 1
    if not 1 <= floor <= (9 if cellar else HIGHEST_FLOOR):
        raise ImpossibleFloor(floor)
    if not digits.strip("0") or part and not int(part):
        raise NotADoor(text)
    door = f"{cellar}{digits.lstrip('0')}{parts['side']}" + (f"-{int(part)}" if part else "")
    return door, -floor if cellar else floor


LONGEST_HOUSE = 10


def read_house(text: str) -> str:
    """A door that stands in no stairwell and on no floor: 3号 is 3, 东头王家 stays as it is."""
    house = plain(text)
    if numbered := re.fullmatch(r"0*(\d+(?:-\d+)?)(?:号院|号房|号|院|户|室)?", house):
        house = numbered[1]
    if not house or len(house) > LONGEST_HOUSE:
        raise NotADoor(text)
    return house


def read_number(text: str, endings: str) -> int | None:
    """3, 3号楼, 三号楼, 3#: a number with one of the usual endings, else None."""
    match = re.fullmatch(rf"(\d{{1,4}}|{NUMERAL})({endings})?", text)
    if not match:
        return None
    digits = match[1] if match[1].isdecimal() else _in_digits(match[1])
    return int(digits) if digits.isdecimal() else None


def _places(parts) -> Iterator[Place]:
    building = parts.get("building") or parts.get("first")
    stairwell = parts.get("stairwell") or parts.get("second")
    named = parts.get("floor")
    for number in filter(None, (building, stairwell, named)):
        if not int(number):
            raise NotADoor(number)
    where = (
        parts.get("compound") or "",
        int(building) if building else None,
        int(stairwell) if stairwell else None,
    )
    text = parts["door"]
    if named and re.fullmatch(r"0\d", text):
        yield Place(*where, *read_door(f"{int(named)}{text}"))  # 5层01 is 501
        if int(named) > 1:
            return
    door, floor = read_door(text)
    if named and floor != int(named):
        raise OtherFloor(named)
    yield Place(*where, door, floor)


def _in_digits(text: str) -> str:
    """三 is 3, 十二 is 12, 二十 is 20; 三四, which may be two of them, stays as it is."""
    if "十" not in text:
        if len(text) > 1 and not re.search("[零〇]", text):
            return text
        return "".join(str(DIGITS[character]) for character in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return text
    return str(DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0))
