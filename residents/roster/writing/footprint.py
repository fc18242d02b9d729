"""What taking in a roster touched: enough to put every row back as it was.

Kept sealed beside the roster. Of a row that was made, the key and a digest; of a row that was
changed, all its columns before and after. The digest tells whether somebody changed it since;
sealed columns stay out of it, for changing keys changes nothing.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db import models

from accounts.models import User
from residents.models import CareTag, Dwelling, Household, Person, Residency, Roster, RosterPage
from residents.roster import pages
from residents.roster.batches import in_pieces

PAGE = 2_000
BATCH = 500  # rows in one INSERT
# In the order in which rows that were made can be deleted.
TOUCHED = [CareTag, Residency, Person, Household, Dwelling, User]
ONLY = {User: ["phone_sealed", "phone_index"]}


def columns(model: type[models.Model]) -> list[str]:
    """What is put back: every column that can change."""
    if model in ONLY:
        return ONLY[model]
    fields = [each for each in model._meta.concrete_fields if not each.primary_key]
    return [each.attname for each in fields if not getattr(each, "auto_now_add", False)]


def watched(model: type[models.Model]) -> list[str]:
    return [name for name in columns(model) if not name.endswith("_sealed")]


def rows_of(model, pks: Iterable[int], names: list[str]) -> dict[int, tuple]:
    found = {}
    for some in in_pieces(pks):
        for pk, *values in model._base_manager.filter(pk__in=some).values_list("pk", *names):
            found[pk] = tuple(values)
    return found


def digest(values: tuple) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=9).hexdigest()


class Footprint:
    """Make new rows through it; say what will be changed before it is."""

    def __init__(self):
        self.made: dict[type, list[int]] = {model: [] for model in TOUCHED}
        self.before: dict[type, dict[int, tuple]] = defaultdict(dict)

    def make(self, model: type[models.Model], rows: list) -> None:
        model.objects.bulk_create(rows, batch_size=BATCH)
        self.made[model] += [row.pk for row in rows]

    def will_change(self, model: type[models.Model], pks: Iterable[int]) -> None:
        self.before[model] |= rows_of(model, set(pks), columns(model))

    def keep(self, roster: Roster) -> None:
        """Lay down what an undo needs, as the rows are now."""
        lines = []
        for model in TOUCHED:
            label = model._meta.label
            for pk, values in rows_of(model, self.made[model], watched(model)).items():
                lines.append([label, pk, None, digest(values)])
            after = rows_of(model, self.before[model], columns(model))
            for pk, values in self.before[model].items():
                lines.append([label, pk, _jsonable(values), _jsonable(after[pk])])
        pages.lay_down(roster, RosterPage.Part.BEFORE, lines, size=PAGE)


def read(roster: Roster) -> tuple[dict[type, dict[int, str]], dict[type, dict[int, tuple]]]:
    """(made: key → digest), (changed: key → (before, after)), by model."""
    made, changed = defaultdict(dict), defaultdict(dict)
    for label, pk, before, after in pages.read_all(roster, RosterPage.Part.BEFORE):
        model = apps.get_model(label)
        if before is None:
            made[model][pk] = after
        else:
            changed[model][pk] = _values(model, before), _values(model, after)
    return made, changed


def _jsonable(values):
    return json.loads(json.dumps(values, default=_as_text))


def _as_text(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(value)


def _values(model, kept):
    model_fields = (model._meta.get_field(name) for name in columns(model))
    return tuple(each.to_python(value) for each, value in zip(model_fields, kept, strict=True))
