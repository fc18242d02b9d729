"""Rewriting the area columns of rows, one building or one area at a time."""

from datetime import datetime
from itertools import pairwise

from django.apps import apps
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import TREE, Area, Building, InArea
from grids.roles import Level


@leaves_record("building-moved")
@transaction.atomic
def move_building(*, building: Building, to: Area, by: User | None, at: datetime) -> int:
    """Give a building to another grid, with everything that moves with it.

    Every row of every model that stands `InArea` and names its way to the building follows in
    the same transaction. Returns how many rows changed. Raises ValueError if `to` is no grid.
    """
    scope, before = building.record_scope, building.grid.code
    changed = give(building, to)
    if changed:
        changes = {"grid": (before, to.code)}
        trail.thing_changed(scope=scope, thing=building, changes=changes, by=by, at=at)
    return changed


def give(building: Building, to: Area) -> int:
    """Rewrite the area columns of a building and of all that moves with it; the caller records."""
    columns, changed = to.columns(), 0
    for model in rows_of_areas():
        if model.moves_with:
            rows = model._base_manager.filter(**{model.moves_with: building.pk})
            changed += rows.exclude(grid=to).update(**columns)
    building.refresh_from_db()
    return changed


@leaves_record("building-renumbered")
@transaction.atomic
def renumber(
    *, building: Building, number: int, by: User | None, at: datetime, name: str | None = None
) -> None:
    """Correct the number of a building, or what it is called; its doors are walked by the number."""
    before, called = building.number, building.name
    building.number, building.name = number, called if name is None else name
    building.save(update_fields=["number", "name"])
    for model in rows_of_areas():
        model.follow_number(building)
    changes = {"number": (before, number), "name": (called, building.name)}
    if changes := trail.differing(changes):
        scope = building.record_scope
        trail.thing_changed(scope=scope, thing=building, changes=changes, by=by, at=at)


class NotOfThisKind(Exception):
    """What stands in the building contradicts the kind; `sentence` says how, and what to do."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def check_kind(building: Building, kind: str) -> None:
    """Whether nothing that is known of the building would be lost. Raises NotOfThisKind."""
    for model in rows_of_areas():
        if why := model.against_kind(building, kind):
            raise NotOfThisKind(str(why))


@leaves_record("building-of-another-kind")
@transaction.atomic
def change_kind(*, building: Building, kind: str, by: User | None, at: datetime) -> None:
    """Correct what kind of place it is; its doors follow. Raises NotOfThisKind."""
    building = Building.objects.select_for_update(of=["self"]).get(pk=building.pk)
    check_kind(building, kind)
    before, building.kind = building.kind, kind
    building.save(update_fields=["kind"])
    for model in rows_of_areas():
        model.follow_kind(building)
    if changes := trail.differing({"kind": (before, kind)}):
        scope = building.record_scope
        trail.thing_changed(scope=scope, thing=building, changes=changes, by=by, at=at)


@leaves_record("area-hung-under")
@transaction.atomic
def hang_under(*, area: Area, parent: Area, by: User | None, at: datetime) -> None:
    """An area above the grid gets another parent; paths below and area columns follow.

    Also rows that stay where they happened follow: their community is the same, only what lies
    above it changed. Raises ValueError unless `parent` is of the level right above.
    """
    before = area.parent.code
    rehang(area, parent)
    changes = {"parent": (before, parent.code)}
    trail.thing_changed(scope=area.record_scope, thing=area, changes=changes, by=by, at=at)


def rehang(area: Area, parent: Area) -> None:
    """Rewrite paths and columns; the caller records. Raises ValueError as `hang_under` does."""
    if (parent.level, area.level) not in list(pairwise(TREE))[:-1]:
        raise ValueError(f"{area} cannot hang under {parent}")
    old = area.path
    area.parent = parent
    area.save(update_fields=["parent", "path"])
    below = Area.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(area.path), Substr("path", len(old) + 1)))
    if area.level == Level.COMMUNITY:
        for model in rows_of_areas():
            model._base_manager.filter(community=area).update(township=parent)


def hang(grid: Area, community: Area) -> None:
    """A grid hangs under another community; the caller moves what lies in it, and records."""
    grid.parent = community
    grid.save(update_fields=["parent", "path"])


def rows_of_areas():
    return [model for model in apps.get_models() if issubclass(model, InArea)]
