"""Provinces, cities and districts that the product brings along, so that a house can begin empty.

districts.csv has their codes and names (GB/T 2260, with the functional zones of the register of
2023): codes of 2, 4 and 6 digits, each beginning with the one above. Streets and communities are
many and change each year; a table brings those (below.py).
"""

import csv
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.divisions.file import LEVELS
from grids.models import Area
from grids.roles import Level

FILE = Path(__file__).with_name("districts.csv")
SHOWN = 10


class NotThere(Exception):
    """No district the product knows; `alike` are (code, name) of some that it may be."""

    def __init__(self, alike: list[tuple[str, str]]):
        super().__init__()
        self.alike = alike


@cache
def known() -> dict[str, str]:
    """{code: name}, those above first."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def alike(text: str) -> list[tuple[str, str]]:
    """Districts in whose name, or whose city's, these words stand."""
    districts = ((code, name) for code, name in known().items() if len(code) == 6)
    found = [
        (code, f"{known()[code[:2]]} {known()[code[:4]]} {name}")
        for code, name in districts
        if text and text in known()[code[:4]] + name
    ]
    return found[:SHOWN]


@leaves_record("district-made")
@transaction.atomic
def make(*, code: str, by: User | None, at: datetime, street: str = "") -> Area:
    """The district of this code with what stands above it, or with `street` the street of it.

    A street is made by its code of 9 digits and its name; what is there already stays. Raises
    NotThere.
    """
    if code[:6] not in known() or len(code) not in (6, 9) or (len(code) == 9) != bool(street):
        raise NotThere(alike(code))
    above: Any = None
    for digits in (2, 4, 6):
        name, level = known()[code[:digits]], LEVELS[digits]
        about = {"name": name, "register_name": name, "level": level, "parent": above}
        above = Area.objects.get_or_create(code=code[:digits], defaults=about)[0]
    if street:
        about = {"name": street, "level": Level.TOWNSHIP, "parent": above}
        above = Area.objects.get_or_create(code=code, defaults=about)[0]
    changes = {"code": ("", code)}
    trail.thing_changed(scope=trail.HOUSE, thing=above, changes=changes, by=by, at=at)
    return above
