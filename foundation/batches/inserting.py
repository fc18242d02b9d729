"""New rows by the hundred, as `bulk_create` makes them, for a third of its processor time.

Django asks each field of each row what to send. Here a column is taken as a whole, and one that
says the same in all rows is sent once.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connections, models, router, transaction
from django.db.models.fields import NOT_PROVIDED

BATCH = 500  # rows in one INSERT

Column = list[Any]
Field = Any  # Django's own is generic in what it takes and gives

# What such a field holds once it is read; the first that fits.
READ_AS: list[tuple[type, type]] = [
    (models.CharField, str),
    (models.TextField, str),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.UUIDField, UUID),
    (models.DateTimeField, datetime),
    (models.DateField, date),
]


def insert(rows: Sequence[models.Model], *, size: int = BATCH) -> dict[str, Column]:
    """Insert rows of one model that have no key yet; each gets its own, in the order given.

    Returns their columns by attname as they would be read now, but for the key and for columns
    of a kind that may be read otherwise than it was written. Raises ValueError where one has a key.
    """
    if not rows:
        return {}
    model = type(rows[0])
    if any(row.pk is not None for row in rows):
        raise ValueError("Rows with a key of their own are not inserted here.")
    connection = connections[router.db_for_write(model)]
    fields = [each for each in model._meta.concrete_fields if not each.primary_key]
    known = [each for each in fields if _read_as(each)]
    columns = {each.attname: _column(each, rows) for each in known}
    is_plain = len(known) == len(fields) and not model._meta.parents
    if connection.vendor == "postgresql" and is_plain:
        with transaction.atomic(using=connection.alias, savepoint=False):
            for start in range(0, len(rows), size):
                some = [columns[each.attname][start : start + size] for each in fields]
                _insert(connection, fields, some, rows[start : start + size])
    else:
        model._base_manager.using(connection.alias).bulk_create(rows, batch_size=size)
    return columns


def _read_as(field: Field) -> type | None:
    if field.generated or field.db_default is not NOT_PROVIDED:
        return None
    column = field.target_field if field.is_relation else field
    return next((each for kind, each in READ_AS if isinstance(column, kind)), None)


def _column(field: Field, rows: Sequence[Any]) -> Column:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        for row in rows:
            field.pre_save(row, True)
    values = list(map(itemgetter(field.attname), map(vars, rows)))
    if field.is_relation and None in values:
        values = [
            _key(field, row) if key is None else key for key, row in zip(values, rows, strict=True)
        ]
    kind = _read_as(field)
    if kind is datetime:
        return [value if value is None else _moment(field, value) for value in values]
    return [
        value if value is None or value.__class__ is kind else _exactly(field, value)
        for value in values
    ]


def _key(field: Field, row: models.Model) -> Any:
    """Of a row that was made after this one began to point at it."""
    other = field.get_cached_value(row, default=None)
    if other is not None:
        setattr(row, field.attname, getattr(other, field.target_field.attname))
    return getattr(row, field.attname)


def _exactly(field: Field, value: Any) -> Any:
    """One of several choices as the text it stands for, and so on."""
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{field} is to be {value!r}, which only the database can work out.")
    plain = field.to_python(value)
    return str.__str__(plain) if isinstance(plain, str) else plain


def _moment(field: Field, value: Any) -> datetime:
    moment: datetime = field.get_prep_value(value)
    return moment.astimezone(UTC)


def _insert(
    connection: Any, fields: list[Field], columns: list[Column], rows: Sequence[models.Model]
) -> None:
    quote, table = connection.ops.quote_name, fields[0].model._meta
    told: list[str] = []  # for each field
    arrays: list[str] = []  # for those of which the rows say different things
    once, several = [], []
    for field, column in zip(fields, columns, strict=True):
        kind = field.db_type(connection).split("(")[0]
        if arrays and column.count(column[0]) == len(column):
            told.append(f"%s::{kind}")
            once.append(column[0])
        else:
            told.append(f"new.c{len(arrays)}")
            arrays.append(f"%s::{kind}[]")
            several.append(list(map(str, column)) if kind == "uuid" else column)
    sql = (
        f"INSERT INTO {quote(table.db_table)} ({', '.join(quote(each.column) for each in fields)}) "  # noqa: S608 - tables and columns of ours
        f"SELECT {', '.join(told)} FROM unnest({', '.join(arrays)}) "
        f"AS new({', '.join(f'c{number}' for number in range(len(arrays)))}) "
        f"RETURNING {quote(table.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*once, *several])
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
