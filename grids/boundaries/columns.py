"""Rewriting the area columns of rows, one building or one area at a time."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.apps import apps
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import TREE, Area, Building, InArea, Posting
from grids.roles import Level


class NotNeighbours(Exception):
    """Grids are joined and divided within one community."""


class NothingToMove(Exception):
    """A new grid begins with at least one building, and leaves one behind."""


Follows = Callable[[list[Area], date], None]
_follow: list[Follows] = []


def also(follows: Follows) -> None:
    """What a room above does with grids whose buildings changed, in the same transaction."""
    _follow.append(follows)


def _followed(*grids: Area, at: datetime) -> None:
    for follows in _follow:
        follows(list(grids), timezone.localdate(at))


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


@leaves_record("grid-divided")
@transaction.atomic
def divide(
    *,
    grid: Area,
    code: str,
    name: str,
    buildings: Iterable[Building],
    by: User | None,
    at: datetime,
) -> Area:
    """Make a new grid beside this one out of some of its buildings. Raises NothingToMove.

    Whoever looks after the old grid is not appointed to the new one by this.
    """
    taken = [building for building in buildings if building.grid_id == grid.pk]
    if not taken or not grid_has_more(grid, taken):
        raise NothingToMove
    new = Area.objects.create(
        parent=grid.parent,
        level=Level.GRID,
        code=code,
        name=name,
        valid_from=timezone.localdate(at),
    )
    for building in taken:
        give(building, new)
    _followed(grid, new, at=at)
    numbers = ",".join(str(building.pk) for building in taken)
    changes = {"code": ("", code), "name": ("", name), "from": ("", grid.code)}
    changes |= {"buildings": ("", numbers)}
    trail.thing_changed(scope=new.record_scope, thing=new, changes=changes, by=by, at=at)
    return new


def grid_has_more(grid: Area, taken: list[Building]) -> bool:
    rest = Building.objects.filter(grid=grid).exclude(pk__in=[building.pk for building in taken])
    return rest.exists()


@leaves_record("grids-joined")
@transaction.atomic
def join(*, grid: Area, into: Area, on: date, by: User | None, at: datetime) -> int:
    """All of a grid belongs to its neighbour from that day, and the grid itself ends.

    Also what stays where it happened goes along: nobody looks after the old grid any more, whose
    posts end with it. Returns how many rows changed. Raises NotNeighbours.
    """
    if grid == into or grid.parent_id != into.parent_id or into.level != Level.GRID:
        raise NotNeighbours
    columns, last_day = into.columns(), on - timedelta(days=1)
    changed = sum(
        model._base_manager.filter(grid=grid).update(**columns) for model in rows_of_areas()
    )
    posts = Posting.objects.filter(area=grid)
    posts.filter(from_on__lt=on).on(last_day).update(until_on=last_day)
    posts.filter(from_on__gte=on).delete()
    before, grid.valid_to = grid.valid_to, max(last_day, grid.valid_from)
    grid.save(update_fields=["valid_to"])
    changes = {"valid_to": (before, grid.valid_to), "into": ("", into.code)}
    trail.thing_changed(scope=grid.record_scope, thing=grid, changes=changes, by=by, at=at)
    return changed


def rows_of_areas():
    return [model for model in apps.get_models() if issubclass(model, InArea)]
