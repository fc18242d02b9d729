"""What taking in a workbook touched: enough to put every row back as it was.

Of a row that was made, the key and a digest; of a row that was changed, all its columns before
and after. The digest tells whether somebody changed it since; sealed columns stay out of it, for
changing keys changes nothing.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from foundation.batches import in_pieces
from foundation.batches.inserting import insert
from foundation.sealing import CannotOpen, newest, seal, unseal

BATCH = 500  # rows in one INSERT

Model = type[models.Model]
Values = tuple[Any, ...]
Line = list[Any]
"""[label of a model, key, None, digest] of a row that was made, [label, key, before, after] else."""


class KeysAreGone(Exception):
    """A sealed value of before can be read by nobody any more."""


class Touched:
    """Which tables a kind of workbook writes, and which of their columns are its own.

    `models`: in the order in which rows that were made can be deleted. `only`: of these, nothing
    but the named columns is ever written. `but`: of these, the named columns are not kept, for
    they move without the workbook. `later`: columns that came after footprints had been kept; they
    stand last in a line, an older line ends before them, and what was made is not known by them.
    """

    def __init__(
        self,
        models: Sequence[Model],
        *,
        only: dict[Model, list[str]] | None = None,
        but: dict[Model, set[str]] | None = None,
        later: dict[Model, list[str]] | None = None,
    ):
        self.models, self.only, self.but = list(models), only or {}, but or {}
        self.later = later or {}

    def columns(self, model: Model) -> list[str]:
        """What is put back: every column that can change."""
        if model in self.only:
            return self.only[model]
        fields = [each for each in model._meta.concrete_fields if not each.primary_key]
        names = [each.attname for each in fields if not getattr(each, "auto_now_add", False)]
        last = self.later.get(model, [])
        but = {*self.but.get(model, ()), *last}
        return [*(name for name in names if name not in but), *last]

    def watched(self, model: Model) -> list[str]:
        later = self.later.get(model, ())
        names = [name for name in self.columns(model) if name not in later]
        return [name for name in names if not name.endswith("_sealed")]

    def read(self, lines: Iterable[Line]) -> tuple[dict[Model, Any], dict[Model, Any]]:
        """(made: key → digest), (changed: key → (before, after)), by model."""
        made: dict[Model, Any] = defaultdict(dict)
        changed: dict[Model, Any] = defaultdict(dict)
        for label, pk, before, after in lines:
            model = apps.get_model(label)
            if before is None:
                made[model][pk] = after
            else:
                changed[model][pk] = self._values(model, before), self._values(model, after)
        return made, changed

    def _values(self, model: Model, kept: Line) -> Values:
        fields: list[Any] = [model._meta.get_field(name) for name in self.columns(model)]
        said = [each.to_python(value) for each, value in zip(fields, kept, strict=False)]
        return (*said, *(each.get_default() for each in fields[len(said) :]))

    def put_back(self, model: Model, changed: dict[int, tuple[Values, Values]]) -> None:
        """Each row as it was before. Raises KeysAreGone."""
        names = self.columns(model)
        rows = {
            pk: _readable(model, pk, dict(zip(names, before, strict=True)))
            for pk, (before, _after) in changed.items()
        }
        if model in self.only:  # the other columns must not be made up for an INSERT
            for pk, values in rows.items():
                model._base_manager.filter(pk=pk).update(**values)
            return
        model._base_manager.bulk_create(
            [model(pk=pk, **values) for pk, values in rows.items()],
            update_conflicts=True,
            update_fields=names,
            unique_fields=["pk"],
            batch_size=BATCH,
        )


class Footprint:
    """Make new rows through it; say what will be changed before it is."""

    def __init__(self, touched: Touched):
        self.touched = touched
        # Key → digest; None where only the database knows what stands there now.
        self.made: dict[Model, dict[int, str | None]] = {model: {} for model in touched.models}
        self.before: dict[Model, dict[int, Values]] = defaultdict(dict)

    def make(self, model: Model, rows: list[Any]) -> None:
        columns = insert(rows, size=BATCH)
        digests = self._digests(model, columns) or [None] * len(rows)
        self.made[model] |= zip([row.pk for row in rows], digests, strict=True)

    def _digests(self, model: Model, columns: dict[str, list[Any]]) -> list[str | None]:
        """By what was sent: reading it again would cost as much as writing it."""
        names = self.touched.watched(model)
        if not names or not columns.keys() >= set(names):
            return []
        return [digest(values) for values in zip(*(columns[name] for name in names), strict=True)]

    def written_again(self, model: Model, pks: Iterable[int]) -> None:
        """Of these rows columns were written once more; some of them may be made here."""
        made = self.made[model]
        made |= {pk: None for pk in pks if pk in made}

    def will_change(self, model: Model, pks: Iterable[int]) -> None:
        self.before[model] |= rows_of(model, set(pks), self.touched.columns(model))

    def lines(self) -> list[Line]:
        """What an undo needs, as the rows are now; `Touched.read` understands it."""
        lines: list[Line] = []
        for model in self.touched.models:
            label = model._meta.label
            lines += [[label, pk, None, known] for pk, known in self._made_now(model)]
            after = rows_of(model, self.before[model], self.touched.columns(model))
            for pk, values in self.before[model].items():
                lines.append([label, pk, _jsonable(values), _jsonable(after[pk])])  # noqa: PERF401 - reads like the line above
        return lines

    def _made_now(self, model: Model) -> Iterable[tuple[int, str]]:
        asked = [pk for pk, known in self.made[model].items() if known is None]
        found = rows_of(model, asked, self.touched.watched(model))
        for pk, known in self.made[model].items():
            if known is not None:
                yield pk, known
            elif pk in found:
                yield pk, digest(found[pk])


def rows_of(model: Model, pks: Iterable[int], names: list[str]) -> dict[int, Values]:
    found = {}
    for some in in_pieces(pks):
        for pk, *values in model._base_manager.filter(pk__in=some).values_list("pk", *names):
            found[pk] = tuple(values)
    return found


def digest(values: Values) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=9).hexdigest()


def remove(model: Model, pks: Iterable[int]) -> None:
    """For rows nothing points at, so that nothing has to be looked for again."""
    for some in in_pieces(pks):
        rows: Any = model._base_manager.filter(pk__in=some)
        rows._raw_delete(rows.db)


def _readable(model: Model, pk: int, values: dict[str, Any]) -> dict[str, Any]:
    """Sealed again where the keys have changed since."""
    for name in values:
        if name.endswith("_sealed") and values[name] and not values[name].startswith(newest()):
            uid = values.get("uid") or model._base_manager.values_list("uid", flat=True).get(pk=pk)
            context = f"{model._meta.db_table}.{name}.{uid}"
            try:
                values[name] = seal(unseal(values[name], context=context), context=context)
            except CannotOpen:
                raise KeysAreGone from None
    return values


def _jsonable(values: Values) -> Line:
    kept: Line = json.loads(json.dumps(values, default=_as_text))
    return kept


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(value)
