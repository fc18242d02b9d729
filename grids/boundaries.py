"""Areas change; this is the only place that rewrites area columns."""

from itertools import pairwise

from django.apps import apps
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from grids.models import TREE, Area, Building, InArea
from grids.roles import Level


@transaction.atomic
def move_building(*, building: Building, to: Area) -> int:
    """Give a building to another grid, with everything that moves with it.

    Every row of every model that stands `InArea` and names its way to the building follows in
    the same transaction. Returns how many rows changed. Raises ValueError if `to` is no grid.
    """
    columns = to.columns()
    changed = 0
    for model in rows_of_areas():
        if model.moves_with:
            rows = model._base_manager.filter(**{model.moves_with: building.pk})
            changed += rows.exclude(grid=to).update(**columns)
    building.refresh_from_db()
    return changed


@transaction.atomic
def hang_under(*, area: Area, parent: Area) -> None:
    """An area above the grid gets another parent; paths below and area columns follow.

    Also rows that stay where they happened follow: their community is the same, only what lies
    above it changed. Raises ValueError unless `parent` is of the level right above.
    """
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


def rows_of_areas():
    return [model for model in apps.get_models() if issubclass(model, InArea)]
