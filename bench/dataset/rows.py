"""Rows of an invented place by the million: what their columns have in common, in plain SQL.

Keys are arithmetic: grid g's people are g * people … (g + 1) * people - 1, plus one.
"""

from datetime import timedelta

from django.utils import timezone

from bench.dataset.database import fill, literal

# Keys of areas, so that a row's area columns follow from its grid's number.
STREET, COMMUNITY, GRID = 1_001, 10_001, 100_001


class Rows:
    """Each method fills some tables; `g` is the number of a grid, counted from 0."""

    def __init__(self, size, cursor):
        self.size, self.cursor = size, cursor
        self.now = timezone.now()
        self.today = literal(timezone.localdate())

    def fill(self, model, source, /, **columns):
        fill(self.cursor, model, source, **columns)

    def each(self, per_grid, name):
        """`per_grid` rows of every grid; `n` counts all of them, `k` those of one grid."""
        total = self.size.all_grids * per_grid
        return (
            f"(SELECT n, n / {per_grid} AS g, n % {per_grid} AS k"
            f" FROM generate_series(0, {total - 1}::bigint) AS n) AS {name}"
        )

    def in_area(self):
        size = self.size
        return {
            "grid_id": f"{GRID} + g",
            "community_id": self.community(),
            "township_id": f"{STREET} + g / {size.communities * size.grids}",
        }

    def community(self):
        return f"{COMMUNITY} + g / {self.size.grids}"

    def door(self, k):
        return f"1 + g * {self.size.doors} + {k}"


def ago(now, total, *, days):
    """The n-th of `total` times, evenly spread, the last one a minute ago."""
    first = now - timedelta(days=days)
    seconds = (days * 86_400 - 60) / total
    return f"({literal(first)}::timestamptz + n * interval '{seconds:.9f} seconds')"
