"""A backup of a small house, and the same house again on an empty machine."""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext

import pytest
from django.core.management import CommandError, call_command

from config.backup import asking, databases, manifest, reading, restoring, writing
from config.backup.manifest import Refused
from foundation import house
from foundation.models import HousePlace
from tests.conftest import NOON
from tests.ops.house import ROOT
from tools.with_services import settings_for_tests, without_ours

# One process for all of it: a start costs more than what it does.
BACK_UP = """if True:
    import sys, django
    django.setup()
    from pathlib import Path
    from django.core.management import call_command
    from foundation import house
    from notices import tasks
    tasks.sweep()
    sheet, backups = map(Path, sys.argv[1:])
    with sheet.open("w") as out:
        call_command("make_keys", stdout=out)
    call_command("backup", backups)
"""


def run(data, *command):
    environment = {**without_ours(os.environ), **settings_for_tests(data), **KEYS}
    command = [sys.executable, *map(str, command)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


# Those of a house and of the machine it comes back on: as typed from its sheet.
KEYS = {
    "ZERENTIAN_FIELD_KEYS": "k1:Zm9yIHRlc3RzIG9ubHkhIQ==",
    "ZERENTIAN_INDEX_KEY": "YW4gaW5kZXgga2V5IHRoYXQgaXMgZm9yIHRlc3RzLi4=",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


@pytest.mark.slow
def test_what_was_there_is_there_again_and_says_nothing(embedded, tmp_path):
    first, second, backups = (tmp_path / name for name in ("first", "second", "backups"))
    embedded(first)
    (first / "media" / "cases").mkdir(parents=True)
    (first / "media" / "cases" / "photo").write_bytes(b"pixels")
    (first / "sms").mkdir()
    (first / "sms" / "on its way").touch()
    done = run(first, "-c", BACK_UP, tmp_path / "sheet", backups)
    assert done.returncode == 0, done.stderr
    (backup,) = backups.iterdir()
    second.mkdir()

    done = run(second, "manage.py", "restore", backup, "--sheet", tmp_path / "sheet")

    assert done.returncode == 0, done.stderr
    assert "The book is right." in done.stdout
    assert "The record is whole" in done.stdout
    back, was = rows_of(second), rows_of(first)
    assert back.pop("foundation_houseplace") == [HousePlace.RESTORED]
    # The row of the very backup says in it that it is being written.
    differ = {"foundation_houseplace", "foundation_backup"}
    assert {name for name in was if back.get(name) != was[name]} == differ
    assert sum(map(len, was.values())) > 500
    assert (second / "media" / "cases" / "photo").read_bytes() == b"pixels"
    left = {"zerentian.sqlite3", "zerentian.sqlite3-turn", "media", "recovery.json", "lock"}
    assert {path.name for path in second.iterdir()} == left


def rows_of(data):
    """Of every table all rows; of where the house stands only the place."""
    with closing(sqlite3.connect(data / "zerentian.sqlite3")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}
    found["foundation_houseplace"] = [place for _, place, _ in found["foundation_houseplace"]]
    return {name: rows for name, rows in found.items() if name != "sqlite_sequence"}


# What is refused, before anything is touched; in this process, with a backup of nothing.


@pytest.fixture
def pack(tmp_path, settings, monkeypatch):
    """`pack(database)` is a sealed backup of it; beside it lies the sheet that opens it."""

    def pack(database):
        settings.DATA = tmp_path / "one"
        settings.DATA.mkdir()
        with (tmp_path / "sheet").open("w") as out:
            call_command("make_keys", stdout=out)
        moment = databases.Moment({"t": 1}, [], iter([database]))
        monkeypatch.setattr(databases, "one_moment", lambda work: nullcontext(moment))
        written = writing.write(tmp_path / "backup", at=NOON)
        settings.DATA = tmp_path / "two"
        settings.DATA.mkdir()
        monkeypatch.setattr(databases, "is_empty", lambda: True)
        return written.path

    return pack


@pytest.fixture
def packed(pack):
    return pack(b"a database")


def restored(path, tmp_path, sheet="sheet"):
    private = asking.recovery_key(path, tmp_path / sheet, say=print)
    return restoring.restore(path, private, at=NOON, say=print)


def untouched(settings):
    return [path.name for path in settings.DATA.iterdir()] == ["lock"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("INDEX_KEY", "YW5vdGhlciBpbmRleCBrZXk=", "index"),
        ("VERSION", "0.0.9", "newer than this one"),
        ("FIELD_KEYS", "k1:YW5vdGhlciBrZXkuLi4uLg==", "k1"),
    ],
)
def test_other_keys_and_an_older_program_are_told_before_anything_is_touched(
    packed, tmp_path, settings, monkeypatch, name, value, told
):
    setattr(settings, name, value)
    ours = {"index": "0", "k1": "0"} if name != "VERSION" else manifest.fingerprints()
    monkeypatch.setattr(manifest, "fingerprints", lambda: ours)

    with pytest.raises(Refused, match=told):
        restored(packed, tmp_path)
    assert untouched(settings)


def test_another_sheet_a_broken_file_and_a_full_house_are_refused(packed, tmp_path, settings):
    with (tmp_path / "other").open("w") as out:
        call_command("make_keys", stdout=out)
    (settings.DATA / "recovery.json").unlink()
    with pytest.raises(Refused, match="Take the sheet that has"):
        restored(packed, tmp_path, sheet="other")
    assert untouched(settings)

    (tmp_path / "cut").write_bytes(packed.read_bytes()[:-3])
    with pytest.raises(Refused, match="is broken"):
        restored(tmp_path / "cut", tmp_path)
    assert untouched(settings)

    (settings.DATA / "media").mkdir()
    (settings.DATA / "media" / "photo").touch()
    with pytest.raises(Refused, match="holds files already"):
        restored(packed, tmp_path)
    assert (settings.DATA / "media" / "photo").exists()
    assert not house.being_restored().exists()


def test_a_database_that_is_not_empty_is_refused(packed, tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "is_empty", lambda: False)

    with pytest.raises(Refused, match="not empty"):
        restored(packed, tmp_path)


def test_a_key_slipped_in_by_somebody_else_is_noticed(packed, tmp_path, settings):
    """Nothing is sealed to a key that this house did not make."""
    settings.DATA = tmp_path / "one"
    file = settings.DATA / "recovery.json"
    shutil.copy(file, tmp_path / "kept")
    file.write_text(file.read_text().replace('"public": "', '"public": "A', 1))

    with pytest.raises(Refused, match="not as this house wrote it"):
        writing.write(tmp_path / "another", at=NOON)
    assert not (tmp_path / "another").exists()


def test_rows_that_did_not_come_back_are_named():
    assert restoring.differing({"a": 2, "b": 1}, {"a": 2, "b": 0, "c": 5}) == ["b: 0 instead of 1"]


def test_the_manifest_comes_first_and_the_end_is_looked_for(packed, tmp_path):
    private = asking.recovery_key(packed, tmp_path / "sheet", say=print)
    (tmp_path / "into").mkdir()
    seen = []

    found = reading.unpack(packed, private, tmp_path / "into", fits=seen.append)

    assert seen == [found]
    assert (tmp_path / "into" / "database").read_bytes() == b"a database"
    assert found["rows"] == {"t": 1}


def an_embedded_database():
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (word UNIQUE)")
        database.execute("INSERT INTO t VALUES (?)", ["字" * 3000])
        return database.serialize()


PAGE = 4096  # bytes of such a file


def verified(backup, sheet):
    out = io.StringIO()
    call_command("verify_backup", backup, sheet=sheet, stdout=out)
    return out.getvalue()


def test_a_backup_that_could_be_brought_back_is_told_whole(pack, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(databases, "engine", lambda: "sqlite")
    backup = pack(an_embedded_database())

    assert "Whole: 1 rows as of 2026-03-10" in verified(backup, tmp_path / "sheet")
    assert list(settings.DATA.iterdir()) == []

    (tmp_path / "cut").write_bytes(backup.read_bytes()[:-3])
    with pytest.raises(CommandError, match="is broken"):
        verified(tmp_path / "cut", tmp_path / "sheet")


@pytest.mark.parametrize(
    "broken", [b"a database", an_embedded_database()[:PAGE], an_embedded_database()[:-PAGE]]
)
def test_one_whose_database_does_not_open_is_told(pack, tmp_path, monkeypatch, broken):
    monkeypatch.setattr(databases, "engine", lambda: "sqlite")
    backup = pack(broken)

    with pytest.raises(CommandError, match="the database in it is broken"):
        verified(backup, tmp_path / "sheet")
