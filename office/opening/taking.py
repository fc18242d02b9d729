"""All of a plan in one transaction, and all of it back again while nothing is built on it."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from accounts.models import User
from foundation.batches import in_pieces
from foundation.work.signs import silent
from office.models import OrganisationFile
from office.opening import writing
from office.opening.plan import Plan

Line = list[Any]
"""[label of a model, key, None, None] of a row that was made, [label, key, column, before, after]."""


class BuiltOn(Exception):
    """Something rests on what the workbook brought; `name` is how people call it."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class Taking:
    """What is written, in the order in which it is: enough to take it back."""

    def __init__(self, *, by: User | None, at: datetime, file: OrganisationFile | None = None):
        self.file = file
        self.about: dict[str, Any] = {"by": by, "at": at}
        self.lines: list[Line] = []

    def made(self, *rows: models.Model) -> None:
        self.lines += [[row._meta.label, row.pk, None, None, None] for row in rows]

    def will_change(self, row: models.Model, column: str, after: Any) -> None:
        """Called before it is changed."""
        before, after = _kept(getattr(row, column)), _kept(after)
        self.lines.append([row._meta.label, row.pk, column, before, after])


def make(row: Any, names: list[str], taking: Taking) -> None:
    """A step: a row that is new; `names` are the columns the record keeps."""
    writing.make(row, names, **taking.about)
    taking.made(row)


def correct(row: Any, column: str, value: Any, taking: Taking) -> None:
    """A step: the register as the file has it."""
    taking.will_change(row, column, value)
    writing.correct(row, column, value, **taking.about)


@transaction.atomic
def take_in(
    plan: Plan,
    *,
    by: User | None,
    at: datetime,
    file: OrganisationFile | None = None,
    signs=silent,
) -> list[Line]:
    """Every step, or none. Returns what an undo needs."""
    taking = Taking(by=by, at=at, file=file)
    for number, step in enumerate(plan.steps):
        if not number % 50:
            signs(number, len(plan.steps))
        step.do(taking)
    return taking.lines


# How a change, or a row that was made, goes back where writing the column is not all of it.
_ways_back: dict[tuple[str, str], Callable[..., None]] = {}
# Rows that come with a row of that model and go with it.
_goes_along: dict[str, set[str]] = defaultdict(set)


def goes_back(label: str, column: str, way: Callable[..., None], *, along: tuple = ()) -> None:
    """Register `way(row, before, by=, at=)` for a column, `way(row, by=, at=)` for "" (the row).

    `along`: labels of models whose rows are no sign that somebody built on it.
    """
    _ways_back[label, column] = way
    _goes_along[label] |= set(along)


@transaction.atomic
def take_back(lines: list[Line], *, by: User | None, at: datetime) -> None:
    """The last one first. Raises BuiltOn, and then nothing is taken back."""
    made = defaultdict(list)
    for label, pk, column, _before, _after in lines:
        if column is None:
            made[label].append(pk)
    _look(made)
    for label, pk, column, before, after in reversed(lines):
        row = apps.get_model(label)._base_manager.filter(pk=pk).first()
        if row is None:
            raise BuiltOn(label)
        if column is None:
            way = _ways_back.get((label, ""), writing.take_back)
            way(row, by=by, at=at)
            continue
        if _kept(getattr(row, column)) != after:
            raise BuiltOn(str(row))
        if way := _ways_back.get((label, column)):
            way(row, before, by=by, at=at)
        else:
            value = row._meta.get_field(column).to_python(before)
            writing.correct(row, column, value, by=by, at=at)


def _look(made: dict[str, list[int]]) -> None:
    """Whether any row points at one that was made, and was not made with it. Raises BuiltOn."""
    for label, pks in made.items():
        model = apps.get_model(label)
        for relation in model._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and not relation.concrete):
                continue
            other = relation.related_model
            if other._meta.label in _goes_along[label] or relation.many_to_many:
                continue
            name, ours = relation.field.name, set(made.get(other._meta.label, ()))
            for some in in_pieces(pks):
                found = other._base_manager.filter(**{f"{name}__in": some})
                for row in found.values_list("pk", name)[: len(ours) + 1]:
                    if row[0] not in ours:
                        raise BuiltOn(str(model._base_manager.get(pk=row[1])))


def _kept(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
