"""What was written for a grid in the very moment in which it changed follows a little later.

Whoever saves a contact while a building moves has read the grid before, and writes it after. Two
minutes later, and once more after ten, those rows are put where their building lies.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from grids.boundaries.columns import rows_of_areas
from grids.boundaries.moved import Moved
from grids.models import Area, BoundaryChange, Building
from notices import reminders
from notices.models import Reminder

RULE = "boundary-late"
AFTER = (timedelta(minutes=2), timedelta(minutes=10))


def register() -> None:
    reminders.on(RULE, _act)


def remind(row: BoundaryChange, *, at: datetime) -> None:
    for minutes in AFTER:
        due = at + minutes
        period = due.isoformat()
        reminders.remind(rule=RULE, subject=str(row.uid), period=period, due_at=due)


def _act(reminder: Reminder, at: datetime) -> None:
    for row in BoundaryChange.objects.filter(uid=reminder.subject):
        straighten(row)


@transaction.atomic
def straighten(row: BoundaryChange) -> int:
    """Rows that lie elsewhere than their building, or than their grid, follow it. How many."""
    keys = Moved.read(row.before["moved"]).of(Building._meta.label)
    buildings = Building.objects.filter(pk__in=keys).select_related("grid__parent__parent")
    changed = 0
    by_grid: dict[Area, list[int]] = {}
    for building in buildings:
        by_grid.setdefault(building.grid, []).append(building.pk)
    for grid, some in by_grid.items():
        for model in rows_of_areas():
            if model.moves_with:
                rows = model._base_manager.filter(**{f"{model.moves_with}__in": some})
                changed += rows.exclude(grid=grid).update(**grid.columns())
    return changed + _without_building(row)


def _without_building(row: BoundaryChange) -> int:
    """What follows no building lies where its grid lies now, or where all of its grid went."""
    if row.grid is None:
        return 0
    grid = Area.objects.grids().get(pk=row.grid_id)
    to = grid
    if row.kind == BoundaryChange.Kind.JOIN and row.undone_at is None:
        to = Area.objects.grids().get(pk=row.to_id)
    columns = to.columns()
    elsewhere = ~Q(grid=to) | ~Q(community=to.parent) | ~Q(township=to.parent.parent)
    return sum(
        model._base_manager.filter(elsewhere, grid=grid).update(**columns)
        for model in rows_of_areas()
    )
