"""Areas change; this is the only place that rewrites area columns."""

from grids.boundaries.columns import (
    NothingToMove,
    NotNeighbours,
    also,
    divide,
    give,
    hang_under,
    join,
    move_building,
    rehang,
    renumber,
    rows_of_areas,
)

__all__ = [
    "NotNeighbours",
    "NothingToMove",
    "also",
    "divide",
    "give",
    "hang_under",
    "join",
    "move_building",
    "rehang",
    "renumber",
    "rows_of_areas",
]
