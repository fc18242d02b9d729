"""Databases of the run: made from one that is migrated and empty, filled, and switched between."""

import uuid
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, datetime

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models

PATIENT = (
    "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0"
)
# What a database gets that holds a city, as its administrator would set it.
FOR_BULK = (
    "SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET synchronous_commit = off"
)


def prepare():
    """Migrate the empty database all others are copied from."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
        cursor.execute("ALTER SYSTEM SET effective_cache_size = '8GB'")
        cursor.execute("ALTER SYSTEM SET random_page_cost = 1.1")
        cursor.execute("SELECT pg_reload_conf()")
    call_command("migrate", "--noinput", verbosity=0)


def copy(name: str, *, of: str = "zerentian") -> None:
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(PATIENT)
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {of}")
    use(name)


def use(name: str) -> None:
    """All queries from now on go to this database."""
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


def settle() -> None:
    """Let the database know what it holds, as it would by the next morning."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENT)
        cursor.execute("VACUUM (ANALYZE)")


@contextmanager
def without_indexes(*tables: type[models.Model]):
    """Rows first, indexes then: ten times as fast for millions."""
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"{PATIENT}; {FOR_BULK}")
        constraints, indexes = _constraints(cursor, names), _indexes(cursor, names)
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield cursor
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
        for sql in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(sql)


def _constraints(cursor, tables):
    """Foreign keys hold for whatever is written from now on; what we made is not looked at again."""
    cursor.execute(
        """
        SELECT conrelid::regclass::text, conname,
               pg_get_constraintdef(oid) || CASE contype WHEN 'f' THEN ' NOT VALID' ELSE '' END
        FROM pg_constraint WHERE contype IN ('u', 'f') AND conrelid::regclass::text = ANY(%s)
        ORDER BY contype DESC
        """,
        [tables],
    )
    return cursor.fetchall()


def _indexes(cursor, tables):
    cursor.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE NOT indisprimary AND indrelid::regclass::text = ANY(%s)
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
        """,
        [tables],
    )
    return cursor.fetchall()


def fill(cursor, model: type[models.Model], source: str, /, **columns: str) -> None:
    """INSERT … SELECT; `columns` are expressions over `source`, other fields get their default."""
    values = dict(columns)
    for field in model._meta.concrete_fields:
        if field.column not in values and not field.null:
            values[field.column] = _default(cursor, field)
    names = ", ".join(f'"{name}"' for name in values)
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(values.values())} FROM {source}'
    )


def _default(cursor, field):
    if isinstance(field, models.UUIDField) or field.default is uuid.uuid4:
        return "gen_random_uuid()"
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return "now()"
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return "'{}'::jsonb"
    if value is None:
        raise ValueError(f"{field} has no default; say what the bench should write there")
    return cursor.mogrify("%s", [value]).decode()


def literal(value: date | datetime | str) -> str:
    return f"'{value.isoformat() if hasattr(value, 'isoformat') else value}'"


def listed(texts: Iterable[str]) -> str:
    """A list of words as an array of the database."""
    return "ARRAY[" + ", ".join(f"'{text}'" for text in texts) + "]"
