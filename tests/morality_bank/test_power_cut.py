"""PostgreSQL is killed with -9 while people post: nothing acknowledged is lost, nothing doubled."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest

from tests import migrated
from tests.waiting import BOUND, eventually
from tools.with_services import postgres

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - PostgreSQL's own user must pass through
        with postgres(Path(folder) / "pg") as server:
            with psycopg2.connect(server.url) as database, database.cursor() as cursor:
                cursor.execute(migrated.as_sql())
            database.close()
            server.stop()
            server.options = []  # from here on it keeps its promises
            server.start()
            yield server


def program(server, *arguments, **options):
    environment = os.environ | {
        "DATABASE_URL": server.url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **options)


def lines_of(path):
    return path.read_text().splitlines() if path.exists() else []


def keys_in(server):
    connect = psycopg2.connect(host=str(server.folder), user="grid", dbname="zerentian")
    with connect as database, database.cursor() as cursor:
        cursor.execute("SELECT key::text FROM morality_bank_transfer")
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.postgres
def test_a_power_cut_in_the_middle_loses_nothing_and_doubles_nothing(server, tmp_path):
    nothing_is_lost_or_doubled(server, tmp_path, each=30, cuts=1)


@pytest.mark.postgres
@pytest.mark.trial("power")
def test_power_cut_after_power_cut_loses_nothing_and_doubles_nothing(server, tmp_path):
    nothing_is_lost_or_doubled(server, tmp_path, each=90, cuts=6)


def nothing_is_lost_or_doubled(server, tmp_path, *, each, cuts):
    """Six clients post at least `each` so many, and go on until all cuts have come."""
    acknowledged, enough = tmp_path / "acknowledged", tmp_path / "enough"
    arguments = (str(each), str(acknowledged), str(enough))
    clients = program(server, "-m", "tests.morality_bank.posting", *arguments)

    for cut in range(1, cuts + 1):
        due = cut * 6 * each // (cuts + 2)
        assert eventually(lambda due=due: len(lines_of(acknowledged)) >= due)
        server.kill()
        before = lines_of(acknowledged)
        server.start()
        assert set(before) <= set(keys_in(server))
    assert clients.poll() is None  # the cuts came in the middle
    enough.touch()
    assert clients.wait(BOUND) == 0

    kept = keys_in(server)
    assert len(kept) == len(set(kept)) >= 6 * each
    assert sorted(kept) == sorted(lines_of(acknowledged))
    audit = program(server, "manage.py", "bank_audit", stdout=subprocess.PIPE)
    assert "The book is right." in audit.communicate()[0]
    assert audit.returncode == 0
