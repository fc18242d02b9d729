"""A house backed up while people post and while it is killed, and back again from its printed sheet.

What was acknowledged before a backup began is in it; a backup or a restore that was killed leaves
nothing that passes for one, and the next try comes through.
"""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from uuid import uuid4

import psycopg2
import pytest
from django.utils import timezone

from config.backup.writing import PART
from tests import migrated
from tests.ops.house import ROOT, free_port
from tests.waiting import BOUND, eventually
from tools.with_services import settings_for_tests, without_ours

pytestmark = pytest.mark.trial("open")

EACH = 60  # posts of each of six clients
PHOTOS, PHOTO = 40, 1_000_000  # so many, of so many bytes
MEGABYTE = 1_000_000
# Killed when so much is written, and when so far brought back.
CUTS = [0, 9 * MEGABYTE, 25 * MEGABYTE]
STAGES = ["begun", "database unpacked", "half of the photos", "photos in place"]


class Machine:
    """A data folder and a database, with the program on it."""

    def __init__(self, data, url):
        self.data, self.url = data, url
        data.mkdir(exist_ok=True)
        self.environment = without_ours(os.environ)
        self.environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
        self.environment |= {"DATABASE_URL": url} if url else {}

    def start(self, *command):
        return subprocess.Popen(
            [sys.executable, *map(str, command)],
            cwd=ROOT,
            env=self.environment | {"ZERENTIAN_DATA": str(self.data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *command):
        process = self.start(*command)
        said = process.communicate()[0]
        assert process.returncode == 0, said
        return said

    def keys(self):
        """Of every transfer in the book, read past Django."""
        asked = "SELECT key FROM morality_bank_transfer"
        if not self.url:
            with contextlib.closing(sqlite3.connect(self.data / "zerentian.sqlite3")) as database:
                return [str(key).replace("-", "") for (key,) in database.execute(asked)]
        with contextlib.closing(psycopg2.connect(self.url)) as database, database.cursor() as at:
            at.execute(asked)
            return [str(key).replace("-", "") for (key,) in at.fetchall()]


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(request, embedded, tmp_path):
    """A house with photos, and an empty machine; the same kind of database, nothing else in common."""
    first, second = tmp_path / "first", tmp_path / "second"
    names = [f"backup_{uuid4().hex[:12]}" for _ in range(2)]
    if request.param == "sqlite":
        embedded(first)
        urls = ["", ""]
    else:
        urls = [migrated.copy(names[0]), migrated.url_of(names[1])]
        _on_the_server(f"CREATE DATABASE {names[1]}")
    house = Machine(first, urls[0])
    house.environment |= settings_for_tests(first)
    folder = first / "media" / "cases"
    folder.mkdir(parents=True)
    for number in range(PHOTOS):
        (folder / f"{number}").write_bytes(os.urandom(PHOTO))
    yield house, Machine(second, urls[1])
    for name in names if urls[0] else []:
        _on_the_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _on_the_server(sql):
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as database:
        database.autocommit = True
        database.cursor().execute(sql)


def lines_of(path):
    return (
        [line.replace("-", "") for line in path.read_text().splitlines()] if path.exists() else []
    )


def killed_when(process, happens):
    """Whether it was still at work; killed with everything it started."""
    eventually(lambda: process.poll() is not None or happens(), rest=lambda pause: None)
    was_at_work = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return was_at_work


def size_of_part(folder):
    return max((path.stat().st_size for path in folder.glob(f"*{PART}")), default=-1)


def stages_of(machine):
    """What one sees from outside of how far a restore is."""
    work = machine.data / "restoring-files"
    unpacked = work / "files" / "media" / "cases"
    return {
        "begun": (machine.data / "restoring").exists,
        "database unpacked": (work / "database").exists,
        "half of the photos": lambda: (
            unpacked.exists() and len(list(unpacked.iterdir())) > PHOTOS / 2
        ),
        "photos in place": (machine.data / "media").exists,
    }


def test_backed_up_under_load_and_brought_back_with_the_sheet_alone(machines, tmp_path, figures):
    house, empty = machines
    folder, sheet = tmp_path / "backups", tmp_path / "sheet"
    folder.mkdir()
    acknowledged, enough = tmp_path / "acknowledged", tmp_path / "enough"
    sheet.write_text(house.run("manage.py", "make_keys"))
    clients = house.start("-m", "tests.morality_bank.posting", EACH, acknowledged, enough)
    assert eventually(lambda: len(lines_of(acknowledged)) >= 2 * EACH)

    kills = 0
    for cut in CUTS:
        process = house.start("manage.py", "backup", folder)
        kills += killed_when(process, lambda cut=cut: size_of_part(folder) >= cut)
    assert kills == len(CUTS)
    assert [path.name for path in folder.iterdir() if not path.name.endswith(PART)] == []

    before = lines_of(acknowledged)
    house.run("manage.py", "backup", folder)
    assert clients.poll() is None  # it was made while they posted
    enough.touch()
    assert clients.wait(BOUND) == 0
    assert len(lines_of(acknowledged)) > len(before)
    (backup,) = (path for path in folder.iterdir() if not path.name.endswith(PART))
    assert "Whole: " in house.run("manage.py", "verify_backup", backup, "--sheet", sheet)

    begun = timezone.now()
    restore = ["bootstrap.py", "restore", backup, "--data", empty.data, "--sheet", sheet]
    for stage in STAGES:
        kills += killed_when(empty.start(*restore), stages_of(empty)[stage])
    assert kills == len(CUTS) + len(STAGES)
    serving = empty.start("manage.py", "serve", "--port", free_port())
    assert "Run it again: manage.py restore" in serving.communicate()[0]
    said = empty.run(*restore)
    seconds = (timezone.now() - begun).total_seconds()

    there = empty.keys()
    lost = set(before) - set(there)
    figures(
        f"backup, {'PostgreSQL' if house.url else 'SQLite'}",
        tried=f"{kills} kills",
        acknowledged=len(before),
        lost=len(lost),
        doubled=len(there) - len(set(there)),
        seconds=seconds,
        note="restored with the sheet alone",
    )
    assert lost == set()
    assert len(there) == len(set(there))
    assert "The book is right." in said
    assert "The record is whole" in said
    photos = sorted(path.name for path in (empty.data / "media" / "cases").iterdir())
    assert photos == sorted(map(str, range(PHOTOS)))
    left = {path.name for path in empty.data.iterdir()}
    assert left & {"restoring", "restoring-files", "house"} == set()


def test_a_backup_that_forgot_the_newest_rows_is_noticed(machines, tmp_path):
    """The control: what the count above would say of a copy of before."""
    house, _ = machines
    acknowledged, enough = tmp_path / "acknowledged", tmp_path / "enough"
    enough.touch()
    house.run("-m", "tests.morality_bank.posting", 1, acknowledged, enough)
    there = house.keys()
    house.run("-c", MORE, acknowledged)

    assert len(set(lines_of(acknowledged)) - set(there)) == 1


MORE = """if True:
    import sys, uuid, django
    django.setup()
    from django.utils import timezone
    from morality_bank import ledger
    from morality_bank.models import Account
    key = uuid.uuid4()
    one, two = Account.objects.get(kind="issuer"), Account.objects.filter(kind="depositor")[0]
    facts = {"reason": "x", "source": "test", "by": None, "at": timezone.now()}
    ledger.post(key=key, debit=one, credit=two, amount=1, **facts)
    open(sys.argv[1], "a").write(f"{key}\\n")
"""
