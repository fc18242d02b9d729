"""Tests migrate sparingly (tests/sparing): the tables are those that a house's own migration makes."""

import re
import sqlite3
import subprocess
from contextlib import closing
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2
import pytest

from tests import migrated
from tools import old_installation
from tools.with_services import postgres_programs

SPOILT = "DROP INDEX reminder_waiting"
MEANT_FOR_PSQL = re.compile(r"^\\(un)?restrict .*$", re.M)


class Embedded:
    def __init__(self, folder):
        self.file = folder / f"{uuid4().hex}.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def ask(self, sql):
        with closing(sqlite3.connect(self.file, isolation_level=None)) as database:
            return database.execute(sql).fetchall()

    def structure(self):
        return self.ask("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2")

    def tables(self):
        return [name for (name,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]


class OnTheServer:
    def __init__(self, folder):
        self.name = f"zero_{uuid4().hex[:12]}"
        self.url = urlsplit(migrated.url_of("postgres"))._replace(path=f"/{self.name}").geturl()
        with migrated._administrator() as cursor:
            cursor.execute(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")

    def ask(self, sql):
        with closing(psycopg2.connect(self.url)) as database, database, database.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def structure(self):
        command = [postgres_programs() / "pg_dump", "--schema-only", "--no-owner", self.url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return MEANT_FOR_PSQL.sub("", told)

    def tables(self):
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return [name for (name,) in self.ask(sql)]


def migrated_from_zero(kind, folder, more):
    database = kind(folder)
    environment = old_installation.environment_for(database.url, folder) | more
    old_installation.run("manage.py", "migrate", "--no-input", "-v0", environment=environment)
    return database


def seen(database):
    """Tables, constraints and triggers with all they say; and how many rows the migrations laid down."""
    counted = {name: database.ask(f"SELECT count(*) FROM {name}") for name in database.tables()}
    steps = database.ask("SELECT app, name FROM django_migrations ORDER BY id")
    return database.structure(), counted, steps


@pytest.mark.trial("upgrade")
@pytest.mark.parametrize("kind", [Embedded, OnTheServer])
def test_sparing_migrations_make_what_those_of_a_house_make(tmp_path, kind):
    of_a_house = migrated_from_zero(kind, tmp_path, {})
    sparing = migrated_from_zero(kind, tmp_path, migrated.SPARING)

    assert seen(sparing) == seen(of_a_house)

    sparing.ask(SPOILT)  # the control
    assert seen(sparing) != seen(of_a_house)
