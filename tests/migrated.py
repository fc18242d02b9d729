"""Migrated once for the whole run: a database to copy from, and an embedded one likewise.

Whoever comes first makes it while the others wait; the embedded one is kept as the first start of a
house makes it, where tests/ops/test_first_start.py is among the tests. So the migrations run from
zero each time, once on each database.
"""

import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tools.with_services import postgres_programs, settings_for_tests, without_ours

ROOT = Path(__file__).resolve().parents[1]
SPARING = {"PYTHONPATH": str(ROOT / "tests" / "sparing")}
"""In its environment, a program migrates from zero in a third of the time."""
TEMPLATE = "migrated"
LOCK = 20260310


def template() -> str:
    """The name of a database of this run's cluster with every table and nobody in it."""
    with _administrator() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _exists(cursor, TEMPLATE):
            # Under another name until it is whole: a run that was stopped here begins again.
            cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}_half")
            cursor.execute(f"CREATE DATABASE {TEMPLATE}_half")
            _migrate(os.environ | {"DATABASE_URL": url_of(f"{TEMPLATE}_half")})
            cursor.execute(f"ALTER DATABASE {TEMPLATE}_half RENAME TO {TEMPLATE}")
    return TEMPLATE


def copy(name: str) -> str:
    """A database of that name, copied from the template; its address."""
    template()
    with _administrator() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return url_of(name)


def url_of(name: str) -> str:
    """The address of a database in the cluster of this run."""
    return os.environ["DATABASE_URL"].replace("/zerentian?", f"/{name}?")


def as_sql() -> str:
    """All of it as statements, for a cluster of a test's own. Nobody ever connects to the template
    itself, for then it could not be copied."""
    name = f"told_{os.getpid()}"
    command = [postgres_programs() / "pg_dump", "--inserts", "--no-owner", copy(name)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    with _administrator() as cursor:
        cursor.execute(f"DROP DATABASE {name}")
    meant_for_psql = re.compile(r"^\\(un)?restrict .*$", re.M)
    return meant_for_psql.sub("", told)


def embedded(data: Path, shared: Path) -> None:
    """An empty embedded database in `data`; made in `shared` when nobody has yet."""
    with alone_in(shared):
        if not is_ready(shared):
            (shared / "data" / "static").mkdir(parents=True, exist_ok=True)
            _migrate({**without_ours(os.environ), **settings_for_tests(shared / "data")})
            (shared / "ready").touch()
    shutil.copytree(shared / "data", data, dirs_exist_ok=True)


def is_ready(shared: Path) -> bool:
    return (shared / "ready").exists()


def keep(database: Path, shared: Path) -> None:
    """Keep what a house has just migrated, for all who want an empty embedded database; unless its
    worker has begun to write. Whoever calls is `alone_in(shared)`."""
    (shared / "data" / "static").mkdir(parents=True, exist_ok=True)
    kept = shared / "data" / database.name
    with closing(sqlite3.connect(database)) as there, closing(sqlite3.connect(kept)) as here:
        there.backup(here)
        written = [
            here.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("notices_heartbeat", "notices_reminder")
        ]
    if any(written):
        kept.unlink()
    else:
        (shared / "ready").touch()


def shared_folder(tmp_path_factory, name: str) -> Path:
    """The same for every process of this run."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name


@contextmanager
def alone_in(folder):
    """One process at a time; the others wait."""
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(environment):
    command = [sys.executable, "manage.py", "migrate", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, env=environment | SPARING, check=True)


@contextmanager
def _administrator():
    connection = psycopg2.connect(url_of("postgres"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _exists(cursor, name):
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None
