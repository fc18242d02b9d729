"""One line of a roster, cleaned."""

from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property

from foundation import names, phones
from foundation.sealing import blind_index
from foundation.workbooks.faults import At, Fault

__all__ = ["FIELDS", "At", "Fault", "Row"]


@dataclass
class Row:
    """One person of the roster, as cleaned; an empty value says nothing about the person."""

    line: int
    building: int = 0
    stairwell: int = 1
    floor: int = 0
    door: str = ""
    name: str = ""
    id_number: str = ""
    phone: str = ""
    relation: str = ""
    tenure: str = ""
    tags: list[str] = field(default_factory=list)
    remarks: str = ""
    birth: str = ""  # a day as ISO text
    whole: str = ""  # the door in words
    sheet: str = ""  # its sheet, where the file has several
    family: str = ""  # which, behind a door with several; as read, the number of the household
    grid: int = 0  # of somebody without a home, whose door is empty
    formerly: list = field(default_factory=list)  # the place they are registered at and left

    entry = None  # the Person a newcomer becomes, once it is prepared

    @property
    def at(self) -> At:
        return self.sheet, self.line

    @property
    def number(self) -> int | str:
        """The line as sentences name it: 7, or 2号楼!7 where there are several sheets."""
        return f"{self.sheet}!{self.line}" if self.sheet else self.line

    @cached_property
    def name_key(self) -> str:
        return names.key(self.name)

    @cached_property
    def id_index(self) -> str:
        return blind_index("id_number", self.id_number) if self.id_number else ""

    @cached_property
    def phone_index(self) -> str:
        return blind_index("phone", self.phone) if self.phone else ""

    @cached_property
    def phone_indexes(self) -> list[str]:
        """Of every form in which the register may hold the phone."""
        return phones.indexes(self.phone) if self.phone else []

    @cached_property
    def key(self) -> str:
        """By which the same line is known in the next file, and by nobody without our keys."""
        parts = [self.name_key, self.id_number, self.phone, self.birth, *map(str, self.place)]
        return blind_index("roster row", "\0".join(parts))

    @property
    def place(self) -> tuple[int, int, str]:
        """Of somebody without a home it is no door; nobody else is behind it."""
        return self.building, self.stairwell, self.door

    @property
    def family_key(self) -> tuple[int, int, str, str]:
        """Which family of all."""
        return *self.place, self.family

    def born_apart(self, birth_on: date | None, *, known: bool = True) -> bool:
        """Whether the row tells another birth date; `known`: an unknown one is no other."""
        if birth_on is None:
            return not known
        return bool(self.birth) and self.birth != birth_on.isoformat()

    def packed(self) -> list:
        return [getattr(self, name) for name in FIELDS]


FIELDS = [each.name for each in fields(Row)]
