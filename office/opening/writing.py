"""Rows the workbook makes, corrects and takes back, each with its row of the record."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record


@leaves_record("sheet-row-made")
@transaction.atomic
def make(row: Any, names: list[str], *, by: User | None, at: datetime) -> None:
    """A new place or rule; `names` are the columns the record keeps a digest of."""
    row.save(force_insert=True)
    changes = {name: ("", str(getattr(row, name))) for name in names}
    trail.thing_changed(scope=row.record_scope, thing=row, changes=changes, by=by, at=at)


@leaves_record("sheet-row-corrected")
@transaction.atomic
def correct(row: Any, column: str, value: Any, *, by: User | None, at: datetime) -> None:
    before = getattr(row, column)
    setattr(row, column, value)
    row.save(update_fields=[column])
    changes = {column: (before, value)}
    trail.thing_changed(scope=row.record_scope, thing=row, changes=changes, by=by, at=at)


@leaves_record("sheet-row-taken-back")
@transaction.atomic
def take_back(row: Model, *, by: User | None, at: datetime) -> None:
    """A row that the workbook made and nothing rests on."""
    changes = {"row": (str(row), "")}
    scope = getattr(row, "record_scope", trail.HOUSE)
    trail.thing_changed(scope=scope, thing=row, changes=changes, by=by, at=at)
    row.delete()
