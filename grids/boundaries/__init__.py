"""Areas change; this is the only place that rewrites area columns.

    looked = preview.of(change, day=day)     numbers and names, nothing written
    row = make(change=change, …)             all of it in one transaction, on record
    undo(row=row, …)                         exactly back, while nothing is built on it

A `Change` says what somebody asks for (changes.py, checks.py); each app says in `ready()` what it counts and
what follows (parts.py).
"""

from grids.boundaries.changes import Change, Kind
from grids.boundaries.checks import (
    CannotBeDone,
    NothingToMove,
    NotNeighbours,
    held_in,
    next_code,
)
from grids.boundaries.columns import (
    NotOfThisKind,
    change_kind,
    check_kind,
    give,
    hang_under,
    move_building,
    rehang,
    renumber,
    rows_of_areas,
)
from grids.boundaries.making import AlreadyMade, LooksOtherwise, make
from grids.boundaries.moved import Made
from grids.boundaries.undoing import AlreadyUndone, BuiltOn, may_undo, undo

__all__ = [
    "AlreadyMade",
    "AlreadyUndone",
    "BuiltOn",
    "CannotBeDone",
    "Change",
    "Kind",
    "LooksOtherwise",
    "Made",
    "NotNeighbours",
    "NotOfThisKind",
    "NothingToMove",
    "change_kind",
    "check_kind",
    "give",
    "hang_under",
    "held_in",
    "make",
    "may_undo",
    "move_building",
    "next_code",
    "rehang",
    "renumber",
    "rows_of_areas",
    "undo",
]
