"""A roster in parts: written one after the other, each with everybody behind its doors (decision 33)."""

from django.db import connection

from residents.roster.rows import Row

PART = 200
"""Rows at least, but for the last, where everybody who writes waits for one part: a quarter of a second."""
PART_BESIDE_OTHERS = 500
"""Where only those wait who record something of the same community: half as many statements."""


def size() -> int:
    """How many rows a roster's parts have that is agreed to now."""
    return PART if connection.vendor == "sqlite" else PART_BESIDE_OTHERS


def parts_of(rows: list[Row], size: int) -> list[list[Row]]:
    """The rows of each part, doors in the order in which the file first names them."""
    doors: dict[tuple, list[Row]] = {}
    for row in rows:
        doors.setdefault(row.place if row.door else row.at, []).append(row)
    parts: list[list[Row]] = []
    for door in doors.values():
        if not parts or len(parts[-1]) >= size:
            parts.append([])
        parts[-1] += door
    return parts
