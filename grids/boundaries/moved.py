"""Which rows a change moved, and from where: few numbers for many rows, so that they can go back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from foundation.batches import in_pieces
from grids.boundaries.changes import Change
from grids.boundaries.columns import rows_of_areas
from grids.models import Area, BoundaryChange, Building, InArea

Runs = list[list[int]]
"""Keys in ascending order, as [first, last] of each unbroken stretch."""
AT_ONCE = 2_000
"""Rows in one UPDATE."""


class Moved:
    """{label of a model: {key of the grid they came from: keys}}; JSON holds it as runs."""

    def __init__(self, keys: dict[str, dict[int, list[int]]]):
        self.keys = keys

    @classmethod
    def by(cls, change: Change) -> "Moved":
        """Everything the change moves, as it lies now."""
        keys: dict[str, dict[int, list[int]]] = {}
        for model in rows_of_areas():
            rows = model._base_manager.filter(change.moving(model.moves_with)).order_by("pk")
            found: dict[int, list[int]] = defaultdict(list)
            for pk, grid in rows.values_list("pk", "grid"):
                found[grid].append(pk)
            if found:
                keys[model._meta.label] = dict(found)
        return cls(keys)

    @classmethod
    def read(cls, kept: dict[str, dict[str, Runs]]) -> "Moved":
        return cls(
            {
                label: {int(grid): _spread(runs) for grid, runs in by_grid.items()}
                for label, by_grid in kept.items()
            }
        )

    def kept(self) -> dict[str, dict[str, Runs]]:
        return {
            label: {str(grid): _runs(keys) for grid, keys in by_grid.items()}
            for label, by_grid in self.keys.items()
        }

    def of(self, label: str) -> list[int]:
        return sorted(key for keys in self.keys.get(label, {}).values() for key in keys)

    def rows(self, label: str) -> Iterator[QuerySet[Any]]:
        """The rows of one model, some at a time."""
        for some in in_pieces(self.of(label), AT_ONCE):
            yield apps.get_model(label)._base_manager.filter(pk__in=some)

    def give(self, columns: dict[str, Area]) -> None:
        """All of them lie there now."""
        for label in self.keys:
            for rows in self.rows(label):
                rows.update(**columns)

    def give_back(self, places: dict[int, dict[str, int]]) -> None:
        """Each lies where it came from; `places` has the area columns of every grid of then."""
        for label, by_grid in self.keys.items():
            for grid, keys in by_grid.items():
                _update(label, keys, places[grid])

    def are_all_at(self, columns: dict[str, Area]) -> bool:
        """Whether each of them still lies there."""
        return all(
            sum(rows.filter(**columns).count() for rows in self.rows(label)) == len(self.of(label))
            for label in self.keys
        )

    def hanging(self) -> dict[str, int]:
        """{label: how many rows follow the buildings that moved}: one more has been built on it."""
        buildings, counts = self.of(Building._meta.label), {}
        for model in rows_of_areas():
            if model.moves_with:
                condition = {f"{model.moves_with}__in": buildings}
                counts[model._meta.label] = said(model).filter(**condition).count()
        return counts

    def counts(self) -> dict[str, int]:
        """{label: how many of them}, as `in_grid` counts."""
        counted = {
            label: sum(said_of(rows).count() for rows in self.rows(label)) for label in self.keys
        }
        return {label: number for label, number in counted.items() if number}


@dataclass(frozen=True)
class Made:
    """What an app's follower is told: the row, what moved, and the grids it is about now."""

    row: BoundaryChange
    moved: Moved
    grids: list[Area]
    crosses: bool
    """Whether something left its community."""
    by: User | None
    at: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


def in_grid(grid: Area) -> dict[str, int]:
    """{label: how many rows lie in it}, of all kinds."""
    return {
        model._meta.label: number
        for model in rows_of_areas()
        if (number := said(model).filter(grid=grid).count())
    }


def said(model: type[InArea]) -> QuerySet[Any]:
    """Its rows, but for those nothing may be told of, not even that something rests on them."""
    return said_of(model._base_manager.all())


def said_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    unsaid = rows.model.unsaid
    return rows if unsaid is None else rows.exclude(unsaid)


def _update(label: str, keys: Iterable[int], columns: dict[str, int]) -> None:
    model: type[InArea] = apps.get_model(label)
    named = {f"{name}_id": key for name, key in columns.items()}
    for some in in_pieces(keys, AT_ONCE):
        model._base_manager.filter(pk__in=some).update(**named)


def _runs(keys: list[int]) -> Runs:
    runs: Runs = []
    for key in sorted(keys):
        if runs and runs[-1][1] == key - 1:
            runs[-1][1] = key
        else:
            runs.append([key, key])
    return runs


def _spread(runs: Runs) -> list[int]:
    return [key for first, last in runs for key in range(first, last + 1)]
