"""A sheet called 3号楼 says which building its lines are about, as a clerk with that sheet in hand would."""

import re
from dataclasses import dataclass

from residents import doors

# 3号楼, 槐荫里3号楼2单元, 5栋居民名册; 3楼 may be a floor, and 1-3号楼 are three buildings.
BUILDING = re.compile(
    rf"(?P<compound>\D*?)第?(?P<building>\d{{1,4}})(?:{doors.SURE_BUILDING}|#)-?"
    r"(?:(?P<stairwell>\d{1,2})单元)?"
    r"(?:的?(?:居民|住户|人员|人口)?(?:名册|名单|花名册|信息|信息表|登记表|表)?)?(?:\(\d\))?"
)


@dataclass(frozen=True)
class SheetName:
    """What a sheet's name says of a door; nothing of it is known to be registered yet."""

    name: str = ""
    compound: str = ""
    building: int | None = None
    stairwell: int | None = None


def read(name: str) -> SheetName:
    """A name that says no building, or more than one, says nothing."""
    match = BUILDING.fullmatch(doors.plain(name))
    if not match or not int(match["building"]):
        return SheetName(name)
    stairwell = int(match["stairwell"]) if match["stairwell"] else None
    return SheetName(name, match["compound"], int(match["building"]), stairwell)
