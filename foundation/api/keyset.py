"""Pages by keyset: page 200 costs what page 1 costs, and no row is skipped while others come in.

Whatever is cut into pages is cut here, for programs and for people.
A cursor is the place the last page ended at: the name of the order and the values of its columns,
moments to the microsecond, as the database keeps them. It holds no names and no numbers of
people, so it may stand in an address.
"""

import base64
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

PAGE = 50
LONGEST = 400  # characters
TEXTUAL = {"CharField", "DateField", "DateTimeField"}


class BadCursor(Exception):
    """Not a cursor of this list."""


class Page(NamedTuple):
    items: list[Any]
    next: str | None
    is_first: bool = True


def page(
    rows: QuerySet[Any, Any],
    *,
    order: tuple[str, ...],
    cursor: str = "",
    size: int = PAGE,
    or_first: bool = False,
) -> Page:
    """One page of `rows` by `order`, all columns the same way and the last one unique.

    `rows` may be `.values(…)`, if the columns of the order are among them. What is no place in
    this list (an address kept from before an upgrade, or made up) is its beginning `or_first`,
    for people; for programs it raises BadCursor.
    """
    columns = [column.lstrip("-") for column in order]
    place = _place(rows.model, order, cursor, or_first=or_first)
    if place:
        rows = rows.filter(_beyond(columns, place, order[0][0] == "-"))
    found = list(rows.order_by(*order)[: size + 1])
    if len(found) <= size:
        return Page(found, None, is_first=not place)
    last = [_of(found[size - 1], column) for column in columns]
    return Page(found[:size], _write(order, last), is_first=not place)


def _place(model: type[Model], order: tuple[str, ...], cursor: str, *, or_first: bool) -> list[Any]:
    try:
        return _read(model, order, cursor) if cursor else []
    except BadCursor:
        if or_first:
            return []
        raise


def _beyond(columns: list[str], values: list[Any], downwards: bool) -> Q:
    way, beyond = ("lt" if downwards else "gt"), Q()
    for index, (column, value) in enumerate(zip(columns, values, strict=True)):
        same = dict(zip(columns[:index], values[:index], strict=True))
        beyond |= Q(**same, **{f"{column}__{way}": value})
    if len(columns) > 1:  # said once more as one range, which an index can begin at
        beyond &= Q(**{f"{columns[0]}__{way}e": values[0]})
    return beyond


def _of(row: Any, column: str) -> Any:
    return row[column] if isinstance(row, dict) else getattr(row, column)


def _write(order: tuple[str, ...], values: list[Any]) -> str:
    plain = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    text = json.dumps([",".join(order), *plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(model: type[Model], order: tuple[str, ...], cursor: str) -> list[Any]:
    """The values, each one its column can hold; anything else is no cursor."""
    try:
        if len(cursor) > LONGEST:
            raise ValueError
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, *values = json.loads(raw)
        if name != ",".join(order) or len(values) != len(order):
            raise ValueError
        columns = [column.lstrip("-") for column in order]
        return [
            _value(model._meta.pk if column == "pk" else model._meta.get_field(column), value)
            for column, value in zip(columns, values, strict=True)
        ]
    except (ValueError, TypeError, RecursionError, OverflowError, ValidationError) as error:
        raise BadCursor from error


def _value(model_field: Any, value: Any) -> Any:
    if "\0" in str(value):
        raise ValueError
    if type(value) is not (str if model_field.get_internal_type() in TEXTUAL else int):
        raise ValueError
    str(value).encode()  # half a character is none
    value = model_field.to_python(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError
        return value.astimezone(UTC)
    return value
