"""What has happened since a roster was taken in that its undo would tear down."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import models

from foundation.batches import in_pieces
from foundation.workbooks.footprint import digest, rows_of
from residents.models import Absence, CorrectedByHand, Lookalike, Meeting, Person, Roster
from residents.roster.writing import footprint
from residents.roster.writing.footprint import TOUCHED

# Asked by a roster, found by the clock, or the mark of a change that is seen itself: not built on
# one. A meeting must not even be told of: whoever takes a roster back would learn who is registered
# elsewhere.
OURS = (Absence, CorrectedByHand, Lookalike, Meeting)
CHANGED_SINCE = "changed"


def find(roster: Roster, made: dict, changed: dict) -> list[dict]:
    """Each person or place with what has come to rest on it: [{"name", "what": [words]}].

    Words are labels of models (apps.get_model) for rows that point here, names of columns of
    Person, "roster:<file>" for a later roster, or CHANGED_SINCE.
    """
    found: dict[tuple, set[str]] = defaultdict(set)
    for model, digests in made.items():
        _changed_since(model, digests, found)
        for pk, label in _pointing_at(model, digests, made, changed):
            found[model, pk].add(label)
    for model, values in changed.items():
        _differing(model, values, found)
    _name_later_rosters(roster, found)
    return _named(found)


def _changed_since(model, digests, found):
    now = rows_of(model, digests, TOUCHED.watched(model))
    for pk, was in digests.items():
        if pk not in now or digest(now[pk]) != was:
            found[model, pk].add(CHANGED_SINCE)


def _differing(model, values, found):
    names, seen = TOUCHED.columns(model), set(TOUCHED.watched(model))
    now = rows_of(model, values, names)
    for pk, (_before, after) in values.items():
        for name, was, value in zip(names, after, now.get(pk, after), strict=True):
            if name in seen and was != value:
                found[model, pk].add(f"{model._meta.label}.{name}")
        if pk not in now:
            found[model, pk].add(CHANGED_SINCE)


def _pointing_at(model, pks, made, changed) -> Iterator[tuple[int, str]]:
    """Rows of any app that point at rows we made, except those that go or are put back with them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.many_to_many:
            continue
        other, model_field = relation.related_model, relation.field
        if other in OURS or other._meta.proxy:
            continue
        ours = made.get(other, {}).keys() | changed.get(other, {}).keys()
        for some in in_pieces(pks):
            rows = other._base_manager.filter(**{f"{model_field.name}__in": some})
            for pk, row in rows.values_list(model_field.attname, "pk"):
                if row not in ours:
                    # A row of a many-to-many table speaks for the model that declares it.
                    yield pk, (other._meta.auto_created or other)._meta.label


def _name_later_rosters(roster, found):
    """Who was changed by a later roster is told so instead of a list of columns."""
    people = {pk for model, pk in found if model is Person}
    later = Roster.objects.filter(
        community=roster.community, state=Roster.State.TAKEN_IN, taken_in_at__gt=roster.taken_in_at
    )
    for each in later.light() if people else ():
        made, changed = footprint.read(each)
        for pk in people & (made[Person].keys() | changed[Person].keys()):
            found[Person, pk].add(f"roster:{each.file_name}")


def _named(found) -> list[dict]:
    """By person where there is one: a stay or a tag belongs to somebody."""
    lines: dict[str, set[str]] = defaultdict(set)
    by_model: dict[type[models.Model], dict[int, set]] = defaultdict(dict)
    for (model, pk), reasons in found.items():
        by_model[model][pk] = reasons
    for model, rows in by_model.items():
        related = [f.name for f in model._meta.fields if f.name in ("person", "dwelling")]
        named = {}
        for some in in_pieces(rows):
            named |= model._base_manager.select_related(*related).in_bulk(some)
        for pk, reasons in rows.items():
            thing = named.get(pk)
            owner = getattr(thing, "person", None) or thing
            lines[str(owner) if owner else "—"] |= reasons
    return [{"name": name, "what": sorted(reasons)} for name, reasons in sorted(lines.items())]
