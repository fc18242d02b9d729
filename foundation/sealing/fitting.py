"""Whether the keys of this house are those its data was sealed with."""

from django.db import models

from foundation.sealing import CannotOpen
from foundation.sealing.rotation import SealedColumn, sealed_columns


def misfits() -> list[SealedColumn]:
    """Columns whose newest or oldest value the keys do not open; empty tables fit any key."""
    return [
        column
        for column in sealed_columns()
        if not all(_opens(column, row) for row in _ends(column))
    ]


def _ends(column: SealedColumn) -> list[models.Model]:
    rows = column.model._base_manager.exclude(**{column.column: ""}).only("uid", column.column)
    return [row for row in (rows.order_by(order).first() for order in ("-pk", "pk")) if row]


def _opens(column: SealedColumn, row: models.Model) -> bool:
    try:
        getattr(row, column.name)
    except CannotOpen:
        return False
    return True
