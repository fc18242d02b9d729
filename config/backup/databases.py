"""One moment of the database, out of it and back: SQLite by its backup API, PostgreSQL by pg_dump."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg2
from django.db import connection, transaction
from psycopg2.extensions import make_dsn

from config.backup.manifest import Refused
from config.serving import pooler
from tools.with_services import postgres_programs

CHUNK = 8 * 1024 * 1024  # bytes


class Failed(Exception):
    """A program of the database did not do it; the text is what it said."""


class Moment(NamedTuple):
    rows: dict[str, int]  # of each table
    migrations: list
    chunks: Iterator[bytes]  # to be read inside the block, once


def engine() -> str:
    return str(connection.vendor)


@contextlib.contextmanager
def one_moment(work: Path) -> Iterator[Moment]:
    """The database as it is now, while others go on writing. `work` is an empty folder of ours."""
    with (_of_postgresql if engine() == "postgresql" else _of_sqlite)(work) as moment:
        yield moment


def is_empty() -> bool:
    """Whether there is no table yet."""
    if engine() == "sqlite":
        with _quiet(file_of_sqlite()) as cursor:
            return not _sqlite_tables(cursor)
    return not connection.introspection.table_names()


def put_back(dump: Path, *, again: bool) -> None:
    """The database is what `dump` holds, or as before. `again`: a try before may have come through."""
    connection.close()
    if engine() == "sqlite":
        file = file_of_sqlite()
        for part in ("-wal", "-shm"):
            file.with_name(file.name + part).unlink(missing_ok=True)
        dump.replace(file)
        return
    if again:
        _clear()
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    said = _run(["pg_restore", *options, f"--dbname={_address()}", str(dump)])
    if said:
        raise Failed(said)


def rows() -> dict[str, int]:
    """How many rows each table of the database has now."""
    whole = transaction.atomic() if engine() == "postgresql" else contextlib.nullcontext()
    with whole, connection.cursor() as cursor:
        _take_your_time(cursor)
        return _counted(cursor, connection.introspection.table_names(cursor))


def is_whole(dump: Path, kind: str) -> bool:
    """Whether the file is a database that opens, as far as one sees without bringing it back."""
    if kind == "sqlite":
        with contextlib.suppress(sqlite3.DatabaseError), _quiet(dump) as cursor:
            return cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return False  # it does not even open
    return not _run(["pg_restore", "--list", str(dump)])


def file_of_sqlite() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


# SQLite


@contextlib.contextmanager
def _of_sqlite(work):
    """A copy beside it: taken in one step, from one moment, and nobody waits for it to write."""
    copy = work / "database"
    with (
        contextlib.closing(sqlite3.connect(file_of_sqlite(), timeout=20)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    with _quiet(copy) as cursor:
        rows = _counted(cursor, _sqlite_tables(cursor))
        migrations = cursor.execute("SELECT app, name FROM django_migrations").fetchall()
    with copy.open("rb") as file:
        yield Moment(rows, migrations, iter(lambda: file.read(CHUNK), b""))


@contextlib.contextmanager
def _quiet(file):
    """A cursor past Django, whose settings for connections would make files beside it."""
    if not file.exists():
        with contextlib.closing(sqlite3.connect(":memory:")) as nothing:
            yield nothing.cursor()
        return
    with contextlib.closing(sqlite3.connect(file, timeout=20)) as database:
        yield database.cursor()


def _sqlite_tables(cursor):
    names = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [name for (name,) in names if not name.startswith("sqlite_")]


# PostgreSQL


@contextlib.contextmanager
def _of_postgresql(work):
    """What is counted and what is dumped is the same snapshot, which a transaction of ours holds."""
    with contextlib.closing(psycopg2.connect(**_parameters())) as ours, ours.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _take_your_time(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = _counted(cursor, [name for (name,) in cursor.fetchall()])
        cursor.execute("SELECT app, name FROM django_migrations")
        yield Moment(rows, cursor.fetchall(), _dumped(snapshot))


CLEAR = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', each.name);
    END LOOP;
    FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e') LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', each.name);
    END LOOP;
END $$
"""


def _clear():
    """What a try before brought back, and perhaps migrated; before that the database was empty."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)
    connection.close()


def _dumped(snapshot):
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    command = [_program("pg_dump"), *options, f"--dbname={_address()}"]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=said, env=_environment()
        ) as dump:
            yield from iter(lambda: dump.stdout.read(CHUNK), b"")
        if dump.returncode:
            said.seek(0)
            raise Failed(said.read().decode(errors="replace").strip())


def _run(command):
    """What a program said when it did not do it; else nothing."""
    command = [_program(command[0]), *command[1:]]
    done = subprocess.run(command, capture_output=True, text=True, env=_environment())
    return (done.stderr.strip() or "it ended without a word") if done.returncode else ""


def _program(name):
    folder = postgres_programs()
    there = folder / name if folder and (folder / name).exists() else shutil.which(name)
    if not there:
        raise Refused(
            f"{name} is not installed. On Debian or Ubuntu: apt-get install postgresql-client, of the "
            "version of the server or a later one."
        )
    return str(there)


def _parameters():
    """As Django connects, without what it adds for itself and without our limits of time."""
    known = (
        "dbname",
        "user",
        "password",
        "host",
        "port",
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
    )
    itself = pooler.itself()  # a dump is many transactions of one session
    given = {**itself.settings_dict.get("OPTIONS", {}), **itself.get_connection_params()}
    return {name: value for name, value in given.items() if name in known}


def _address():
    """Without the password, which everybody on the machine could read in the list of processes."""
    return make_dsn(**{name: each for name, each in _parameters().items() if name != "password"})


def _environment():
    password = _parameters().get("password")
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}


def _take_your_time(cursor):
    """Our limits are for pages; a large table may be counted for minutes. For this transaction."""
    if engine() == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {limit} = 0")


def _counted(cursor, tables):
    found = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name the database gave
        found[table] = cursor.fetchone()[0]
    return found
