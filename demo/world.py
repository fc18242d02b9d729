"""What the stages of the demo hand to each other, and how large it is."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID

from django.utils import timezone

SEED = "民馨路"


@dataclass(frozen=True)
class Size:
    grids: int  # in each of the five communities
    doors: int  # in each grid, about
    households: int
    people: int
    workers: int  # in each community, as are the next two
    leads: int
    clerks: int
    cases: int
    depositors: int  # in each community, about


FULL = Size(
    grids=20,
    doors=206,
    households=20_000,
    people=34_000,
    workers=9,
    leads=4,
    clerks=3,
    cases=1_500,
    depositors=600,
)
SMALL = Size(
    grids=4,
    doors=30,
    households=580,
    people=1_000,
    workers=2,
    leads=1,
    clerks=1,
    cases=60,
    depositors=20,
)


@dataclass
class World:
    at: datetime
    size: Size
    township: object = None
    communities: list = field(default_factory=list)
    grids: list = field(default_factory=list)
    dwellings: list = field(default_factory=list)
    households: list = field(default_factory=list)
    people: list = field(default_factory=list)
    residencies: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    visits: list = field(default_factory=list)
    cases: list = field(default_factory=list)
    deeds: list = field(default_factory=list)
    staff: object = None
    cast: dict = field(default_factory=dict)  # username → User, and "wang", "li" → Person

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def chance(self, stage: str) -> Random:
        """The same street every time: each stage draws from a seed of its own."""
        return Random(f"{SEED}:{stage}")


def uid(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def columns_of(row) -> dict:
    """The area columns of something that stands in the same grid."""
    return {name: getattr(row, name) for name in ("grid_id", "community_id", "township_id")}
