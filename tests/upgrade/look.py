"""Reads the installation at DATABASE_URL whole, and prints what it found as JSON.

    python tests/upgrade/look.py ASKED.json      in the root of any revision

ASKED holds the hour the clock stands at, and what people did before and must find again: pages
with their words, a token, a file, a roster to undo. The same function reads an installation when
it is made (tools/old_installation.py) and after this tree has migrated it (test_upgrade.py), so
it imports nothing of ours: tables are known by their names in the database, models by their
table, pages by their address.
"""

import hashlib
import io
import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path
from unittest import mock

# Columns that hold a key of Django's own, which may be another one afterwards.
MEANS = {"content_type_id": "django_content_type", "permission_id": "auth_permission"}
# Compared by what they mean, for migrating adds rows to them.
BY_MEANING = {"django_content_type", "auth_permission", "django_migrations"}
COMMANDS = ["verify_record", "bank_audit"]
LONG = 60  # characters; of what is longer a hash is enough

POSTGRESQL = """
    SELECT tablename, 'index', indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass::text, 'constraint', conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid != 0 AND contype != 'n'
    UNION ALL SELECT tgrelid::regclass::text, 'trigger', tgname FROM pg_trigger
        WHERE NOT tgisinternal
"""
SQLITE = "SELECT tbl_name, type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def start(at: datetime) -> None:
    """Django of the revision in this folder, its clock standing still at that hour."""
    sys.path[0] = os.getcwd()
    mock.patch("django.utils.timezone.now", lambda: at).start()  # noqa: PT008 - columns keep it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # the clock stands before anybody reads it

    django.setup()


def look(asked: dict) -> dict:
    from django.db import connection

    with connection.cursor() as cursor:
        found = {  # first of all: opening pages writes
            "tables": tables(cursor),
            "meant": meant(cursor),
            "structure": structure(cursor),
        }
    found |= {"labels": labels(), "sealed": sealed()}
    found["commands"] = {name: said_by(name) for name in COMMANDS}
    found["pages"] = {page["what"]: missing_on(page, asked["sessions"]) for page in asked["pages"]}
    if "undo" in asked:
        found["undone"] = undo(asked["undo"], asked["sessions"])
    return found


# Tables


def tables(cursor, only=None) -> dict:
    """How many rows each table has, and a digest of each column, in the order of the keys."""
    from django.db import connection

    names = only or connection.introspection.table_names(cursor)
    return {name: _table(cursor, name) for name in sorted(names) if name not in BY_MEANING}


def _table(cursor, name):
    columns, key, rows = _rows(cursor, name)
    at = [columns.index(each) for each in key]
    rows = sorted((repr([row[n] for n in at]), row) for row in rows)
    digests = {
        column: _digest([(key, _plain(row[n])) for key, row in rows])
        for n, column in enumerate(columns)
        if column not in MEANS
    }
    return {"rows": len(rows), "columns": digests}


def _rows(cursor, name):
    from django.db import connection

    key = connection.introspection.get_primary_key_columns(cursor, name)
    cursor.execute(f'SELECT * FROM "{name}"')
    return [each[0] for each in cursor.description], key, [list(row) for row in cursor.fetchall()]


def _plain(value):
    return None if value is None else str(value)


def _digest(values):
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]


def meant(cursor) -> dict:
    """What the rows of Django's own tables say, and what ours mean by a key of theirs."""
    kinds = _pairs(cursor, "SELECT id, app_label, model FROM django_content_type")
    allowed = {
        pk: [*kinds[kind], name]
        for pk, (kind, name) in _pairs(
            cursor, "SELECT id, content_type_id, codename FROM auth_permission"
        ).items()
    }
    found = {
        "django_content_type": sorted(kinds.values()),
        "auth_permission": sorted(allowed.values()),
        "django_migrations": sorted(
            _pairs(cursor, "SELECT id, app, name FROM django_migrations").values()
        ),
    }
    from django.db import connection

    for table in set(connection.introspection.table_names(cursor)) - BY_MEANING:
        columns, key, rows = _rows(cursor, table)
        for column in set(MEANS) & set(columns):
            means = kinds if column == "content_type_id" else allowed
            found[f"{table}.{column}"] = sorted(
                [
                    *(str(row[columns.index(each)]) for each in key),
                    *means.get(row[columns.index(column)], ["nothing"]),
                ]
                for row in rows
            )
    return found


def _pairs(cursor, sql):
    cursor.execute(sql)
    return {pk: list(values) for pk, *values in cursor.fetchall()}


def structure(cursor) -> list:
    """Names of indexes, constraints and triggers; what they say is tested where they are made."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute(POSTGRESQL)
        return sorted(" ".join(row) for row in cursor.fetchall())
    cursor.execute(SQLITE)
    found = []
    for table, kind, name, sql in cursor.fetchall():
        if kind == "table":
            found += [
                f"{table} constraint {each}" for each in re.findall(r'CONSTRAINT "(\w+)"', sql)
            ]
        else:
            found.append(f"{table} {kind} {name}")
    return sorted(found)


# What only the program can read


def labels() -> dict:
    """Which model reads which table."""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.label_lower for model in models}


def model_of(table):
    from django.apps import apps

    return apps.get_model(labels()[table])


def sealed() -> dict:
    """Every sealed value, opened."""
    from django.apps import apps

    found = {}
    for model in apps.get_models():
        for name in dir(model):
            seal = getattr(model, name, None)
            if type(seal).__name__ == "Sealed":
                rows = model._base_manager.exclude(**{seal.column: ""}).order_by("pk")
                column = f"{model._meta.db_table}.{seal.column}"
                found[column] = {str(row.pk): _opened(row, name) for row in rows}
    return found


def _opened(row, name):
    try:
        text = getattr(row, name)
    except Exception as error:  # whatever it is: this value cannot be read any more
        return f"cannot be opened: {type(error).__name__}"
    return text if len(text) <= LONG else hashlib.sha256(text.encode()).hexdigest()


def said_by(command) -> str:
    """Whether it went through, and what it counted; its words may change."""
    from django.core.management import CommandError, call_command

    out = io.StringIO()
    try:
        call_command(command, stdout=out)
    except CommandError as error:
        return f"refused: {error}"
    counted = re.sub(r"[\d.]+ s(econds)?\b", "", out.getvalue())
    return " ".join(["whole", *re.findall(r"\d[\d,]*", counted)])


# What people find again


def browser(session=None, **headers):
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost", headers=headers, raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def missing_on(page, sessions) -> list:
    """The words somebody no longer finds there; nobody else opens these pages."""
    headers = {"Authorization": f"Bearer {page['token']}"} if "token" in page else {}
    client = browser(sessions.get(page.get("by")), **headers)
    answer = client.get(page.get("address") or address(page))
    if answer.status_code != 200:
        return [f"answered {answer.status_code}"]
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [word for word in page["words"] if word not in text.decode(errors="replace")]


def address(page) -> str:
    """Of a register or a history in the office, wherever its model lives by now."""
    from django.urls import reverse

    name = labels()[page["table"]].replace(".", "_")
    return reverse(f"admin:{name}_{page['view']}", args=[page["pk"]] if "pk" in page else [])


def undo(roster, sessions) -> dict:
    """The tables a roster had touched, once it is undone on its page."""
    from django.db import connection

    browser(sessions[roster["by"]]).post(roster["address"])
    with connection.cursor() as cursor:
        return tables(cursor, only=roster["tables"])


if __name__ == "__main__":
    ASKED = json.loads(Path(sys.argv[1]).read_text())
    start(datetime.fromisoformat(ASKED["at"]))
    json.dump(look(ASKED), sys.stdout, ensure_ascii=False)
