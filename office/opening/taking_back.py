"""What a workbook brought goes back while nothing is built on it: looked at as a whole, then part by part."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import User
from foundation.batches import in_pieces
from office.opening import writing
from office.opening.taking import PART, BuiltOn, Line, kept

ALONE = 8
"""A row that goes back by itself takes so many times as long as one of many."""

# How a change, or a row that was made, goes back where writing the column is not all of it.
_ways_back: dict[tuple[str, str], Callable[..., None]] = {}
# The same for many rows of a model at once.
_together: dict[str, Callable[..., None]] = {}
# Rows that come with a row of that model and go with it.
_goes_along: dict[str, set[str]] = defaultdict(set)
# Columns that go back before all else, for that may be refused where nothing is built on it.
_first: set[tuple[str, str]] = set()
# What else than a row pointing there says that a row is in use; raises BuiltOn.
_in_use: dict[str, Callable[[models.QuerySet[Any]], None]] = {}


def goes_back(
    label: str,
    column: str,
    way: Callable[..., None],
    *,
    along: tuple = (),
    first: bool = False,
    in_use: Callable[[models.QuerySet[Any]], None] | None = None,
) -> None:
    """Register `way(row, before, by=, at=)` for a column, `way(row, by=, at=)` for "" (the row).

    `along`: labels of models whose rows are no sign that somebody built on it; `in_use` raises
    BuiltOn if one of these rows is used all the same.
    """
    _ways_back[label, column] = way
    _goes_along[label] |= set(along)
    if first:
        _first.add((label, column))
    if in_use:
        _in_use[label] = in_use


def go_back_together(label: str, way: Callable[..., None]) -> None:
    """Register `way(rows, by=, at=)` for rows that were made, where there are thousands."""
    _together[label] = way


def parts_of(lines: list[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Each part with what is left behind it: first what may be refused, then the last line first."""
    first = [line for line in lines if (line[0], line[2]) in _first]
    rest = [line for line in lines if (line[0], line[2]) not in _first]
    if first:
        yield first, rest
    end, weight = len(rest), 0
    for start in range(len(rest) - 1, -1, -1):
        weight += 1 if rest[start][0] in _together else ALONE
        if weight >= PART or start == 0:
            yield rest[start:end], rest[:start]
            end, weight = start, 0


def take_back(lines: list[Line], *, by: User | None, at: datetime) -> None:
    """One part, the last line first, in the caller's transaction. Raises BuiltOn."""
    try:
        for label, some in groupby(reversed(lines), key=_of_rows):
            if label in _together:
                pks = [pk for _label, pk, *_more in some]
                rows = apps.get_model(label)._base_manager.filter(pk__in=pks)
                _together[label](rows, by=by, at=at)
            else:
                for line in some:
                    _take_back(*line, by=by, at=at)
    except (models.ProtectedError, models.RestrictedError) as error:
        raise BuiltOn(str(next(iter(error.args[1])))) from None


def _of_rows(line):
    """The model of a row that was made; of a change nothing."""
    return line[0] if line[2] is None else ""


def _take_back(label, pk, column, before, after, **about):
    row = apps.get_model(label)._base_manager.filter(pk=pk).first()
    if row is None:
        raise BuiltOn(label)
    if column is None:
        _ways_back.get((label, ""), writing.take_back)(row, **about)
        return
    if kept(getattr(row, column)) != after:
        raise BuiltOn(str(row))
    if way := _ways_back.get((label, column)):
        way(row, before, **about)
    else:
        writing.correct(row, column, row._meta.get_field(column).to_python(before), **about)


def look(lines: list[Line]) -> None:
    """Whether anything is built on any of it, holding up nobody. Raises BuiltOn."""
    made: dict[str, list[Any]] = defaultdict(list)
    changed: dict[tuple[str, str], dict[Any, Any]] = defaultdict(dict)
    for label, pk, column, _before, after in lines:
        if column is None:
            made[label].append(pk)
        else:
            changed[label, column][pk] = after  # the last one counts
    for (label, column), values in changed.items():
        model = apps.get_model(label)
        for some in in_pieces(values):
            for row in model._base_manager.filter(pk__in=some):
                if kept(getattr(row, column)) != values[row.pk]:
                    raise BuiltOn(str(row))
    for label, in_use in _in_use.items():
        for some in in_pieces(made.get(label, ())):
            in_use(apps.get_model(label)._base_manager.filter(pk__in=some))
    _look_for_what_points_at(made)


def _look_for_what_points_at(made):
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
                for row in found.values_list("pk", name):
                    if row[0] not in ours:
                        raise BuiltOn(str(model._base_manager.get(pk=row[1])))
