"""Whether the keys of this house are those its data was sealed with."""

from django.db import models

from foundation.sealing import CannotOpen, blind_index
from foundation.sealing.rotation import SealedColumn, sealed_columns


def misfits() -> list[SealedColumn]:
    """Columns whose newest or oldest value the keys do not open; empty tables fit any key."""
    return [
        column
        for column in sealed_columns()
        if not all(_opens(column, row) for row in _ends(column))
    ]


def not_found_again() -> list[SealedColumn]:
    """Columns whose newest value the index key does not lead to: `phone` is found by `phone_index`."""
    return [column for column in sealed_columns() if not _is_found(column)]


def _is_found(column: SealedColumn) -> bool:
    index = f"{column.name}_index"
    if index not in {field.name for field in column.model._meta.fields}:
        return True
    rows = column.model._base_manager.exclude(**{column.column: ""}).exclude(**{index: ""})
    row = rows.exclude(**{index: None}).order_by("-pk").only("uid", column.column, index).first()
    kind = getattr(column.model, column.name).found_as or column.name
    try:
        return row is None or getattr(row, index) == blind_index(kind, getattr(row, column.name))
    except CannotOpen:  # that is the fault of other keys
        return True


def _ends(column: SealedColumn) -> list[models.Model]:
    rows = column.model._base_manager.exclude(**{column.column: ""}).only("uid", column.column)
    return [row for row in (rows.order_by(order).first() for order in ("-pk", "pk")) if row]


def _opens(column: SealedColumn, row: models.Model) -> bool:
    try:
        getattr(row, column.name)
    except CannotOpen:
        return False
    return True
