"""Areas change; this is the only place that rewrites area columns."""

from django.apps import apps
from django.db import transaction

from grids.models import Area, Building, InArea


@transaction.atomic
def move_building(*, building: Building, to: Area) -> int:
    """Give a building to another grid, with everything that moves with it.

    Every row of every model that stands `InArea` and names its way to the building follows in
    the same transaction. Returns how many rows changed. Raises ValueError if `to` is no grid.
    """
    columns = to.columns()
    changed = 0
    for model in apps.get_models():
        if issubclass(model, InArea) and model.moves_with:
            rows = model._base_manager.filter(**{model.moves_with: building.pk})
            changed += rows.exclude(grid=to).update(**columns)
    building.refresh_from_db()
    return changed
