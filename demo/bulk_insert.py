"""Rows by the hundred thousand: several times as quick as bulk_create, for it asks for no keys back.

Only for tables nobody else writes to meanwhile; the caller's transaction sees to that.
"""

from collections.abc import Iterable
from itertools import islice

from django.core.management.color import no_style
from django.db import connections, models
from psycopg2.extras import execute_values

BATCH = 5000
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def bulk_insert(rows: list[models.Model]) -> None:
    """Insert the rows and number them, in the order given."""
    if not rows:
        return
    model, connection = type(rows[0]), connections["default"]
    first = (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    for number, row in enumerate(rows, start=first):
        row.pk = number
    fields = model._meta.concrete_fields
    read = [reader(field, connection) for field in fields]
    columns = [field.column for field in fields]
    bulk_insert_values(model, columns, ([value(row) for value in read] for row in rows))


def bulk_insert_values(model: type[models.Model], columns: list[str], values: Iterable) -> None:
    """The same for what the database can take as it is."""
    connection, values = connections["default"], iter(values)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    into = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES"
    with connection.cursor() as cursor:
        while batch := list(islice(values, BATCH)):
            insert(cursor, into, batch, connection)
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)


def insert(cursor, into, batch, connection):
    if connection.vendor == "postgresql":
        execute_values(cursor.cursor, f"{into} %s", batch, page_size=len(batch))
    else:
        cursor.executemany(f"{into} ({', '.join(['%s'] * len(batch[0]))})", batch)


def reader(field, connection):
    """A function from a row to what the database is given for this field."""
    name = field.attname
    if field.is_relation:
        # A row may have been made before the row it points to had a number.
        return lambda row: getattr(row, name) or getattr(getattr(row, field.name), "pk", None)
    if isinstance(field, AS_THEY_ARE):
        return lambda row: getattr(row, name)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)
