"""All rows of the house, before something that must not happen and after it."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import connection

from reports.models import Export
from residents.models import Roster

COUNTED = dict.fromkeys((Export, Roster), ("tries", "claimed_at"))
"""Columns in which a worker that tries counts how often it did."""


class NoRoom(Exception):
    """The record cannot be written."""


def everything():
    """{table: its rows as text}: every row of the house, so that nothing half done stays unseen."""
    with connection.cursor() as cursor:
        cursor.execute(_all_tables())
        return dict(cursor.fetchall())


@cache
def _all_tables():
    """One statement: a hundred tests look at all tables, twice."""
    models = [each for each in apps.get_models() if each._meta.app_label in settings.HOUSE_APPS]
    return " UNION ALL ".join(map(_table, models))


def _table(model):
    columns = [field.column for field in model._meta.concrete_fields]
    kept = ", ".join(f'"{column}"' for column in columns if column not in COUNTED.get(model, ()))
    row = f"ROW({kept})::text"
    table = model._meta.db_table
    return f"SELECT '{table}', string_agg({row}, E'\\n' ORDER BY {row}) FROM \"{table}\""
