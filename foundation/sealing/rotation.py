"""Seal everything again with the newest key, beside people who go on working.

A value is read and written back while its row is held, so nobody's change is lost; rows that
somebody else holds are left for the next pass, so nobody waits for us in a circle either. Every
batch is a transaction of its own: whenever this is stopped, each value is readable under its old
key or its new one, and the next run goes on with the old ones.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Length, Substr

from foundation.sealing import CannotOpen, Sealed, newest

BATCH = 200  # rows
BATCH_SIZE = 4_000_000  # characters; a sealed workbook is long
PASSES, PAUSE = 5, 1.0  # seconds between two


class SealedColumn(NamedTuple):
    model: type[models.Model]
    name: str
    column: str

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def old(self) -> models.QuerySet[Any]:
        """Rows whose value is sealed with another key or another cipher than today's."""
        rows = self.model._base_manager.exclude(**{self.column: ""})
        return rows.exclude(**{f"{self.column}__startswith": newest()})


@dataclass
class Outcome:
    resealed: int = 0
    unreadable: set[tuple[SealedColumn, int]] = field(default_factory=set)


def sealed_columns() -> list[SealedColumn]:
    """Every column that a model declares with `Sealed`."""
    return [
        SealedColumn(model, name, sealed.column)
        for model in apps.get_models()
        for name in dir(model)
        if isinstance(sealed := getattr(model, name, None), Sealed)
    ]


def rotate(progress: Callable[[SealedColumn, int, int], None]) -> Outcome:
    """Reseal what is old; `progress` hears the column, how many rows are done, and of how many."""
    outcome = Outcome()
    for column in sealed_columns():
        total, done = column.old().count(), 0
        for number in range(PASSES if total else 0):
            if number:
                time.sleep(PAUSE)
            for pks in batches(column):
                done += reseal(column, pks, outcome.unreadable)
                progress(column, done, total)
            if column.old().count() == sum(c == column for c, _ in outcome.unreadable):
                break
        outcome.resealed += done
    return outcome


def left() -> Counter[tuple[str, str]]:
    """How many values are sealed with something else than the newest key, by column and key."""
    found: Counter[tuple[str, str]] = Counter()
    for column in sealed_columns():
        starts = column.old().values_list(Substr(column.column, 1, 80), flat=True)
        for start in starts.iterator():
            found[str(column), ".".join(start.split(".")[:2])] += 1
    return found


def batches(column: SealedColumn) -> Iterator[list[int]]:
    last = None
    while True:
        rows = column.old() if last is None else column.old().filter(pk__gt=last)
        sizes = rows.order_by("pk").values_list("pk", Length(column.column))[:BATCH]
        pks, size = list[int](), 0
        for pk, length in sizes:
            if pks and size + length > BATCH_SIZE:
                break
            pks.append(pk)
            size += length
        if not pks:
            return
        last = pks[-1]
        yield pks


@transaction.atomic
def reseal(column: SealedColumn, pks: list[int], unreadable: set[tuple[SealedColumn, int]]) -> int:
    rows = []
    for row in held(column, pks):
        try:
            setattr(row, column.name, getattr(row, column.name))
            rows.append(row)
        except CannotOpen:
            unreadable.add((column, row.pk))
    column.model._base_manager.bulk_update(rows, [column.column])
    return len(rows)


def held(column: SealedColumn, pks: list[int]) -> list[models.Model]:
    """Those of the rows nobody else is changing, as they are now, and ours until we commit.

    SQLite lets one transaction write at a time, and this is one.
    """
    rows = column.old().filter(pk__in=pks)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows.only("uid", column.column).order_by("pk"))
