"""Bringing a house back from a backup, into nothing: whatever is there already is never touched.

It may be interrupted anywhere. A file in the data folder says that it has begun; while that is
there no server starts, and the next try clears away what this one left. What comes back says
nothing to anybody (foundation/house.py).

People who were erased stay erased: what erases somebody writes their token outside the database, in a
place that no backup brings back, and registers here a step that erases again (`afterwards`). There is no such act yet.
"""

import contextlib
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from config.backup import databases, manifest, reading
from config.backup.manifest import Refused
from config.backup.writing import FOLDERS
from foundation import house
from tools.data_folder import hold
from tools.install import Trouble

# step(say) is done once the database stands and before anybody may use it; it answers what is
# wrong, in a sentence, or nothing.
Say = Callable[[str], object]
Step = Callable[[Say], str]
_afterwards: list[Step] = []


def afterwards(step: Step) -> None:
    _afterwards.append(step)


class NotWhole(Exception):
    """Everything came back as it was, and what was kept is not as it should be; a sentence of each."""


def restore(path: Path, private: bytes, *, at: datetime, say: Say) -> dict:
    """The manifest of what came back. Raises Refused, and NotWhole when all of it is back."""
    os.umask(0o077)
    with _nobody_serves():
        again = house.being_restored().exists()
        if not again:
            _must_be_empty()
        work = Path(settings.DATA) / "restoring-files"
        shutil.rmtree(work, ignore_errors=True)
        house.being_restored().touch(mode=0o600)
        work.mkdir(mode=0o700)
        try:
            found = reading.unpack(path, private, work, fits=_fits)
        except BaseException:
            shutil.rmtree(work)
            if not again:
                house.being_restored().unlink()
            raise
        say(f"Read: made at {found['made_at']} by version {found['version']}.")
        _put_in_place(work, found, again=again)
        call_command("migrate", interactive=False, verbosity=0)
        house.move_out(at=at)
        wrong = [said for step in _afterwards if (said := step(say))]
        shutil.rmtree(work)
        house.being_restored().unlink()
    if wrong:
        raise NotWhole(" ".join(wrong))
    return found


def _fits(found):
    manifest.must_fit(found, engine=databases.engine())


def _must_be_empty():
    if not databases.is_empty():
        raise Refused(
            "The database is not empty, and nothing is ever restored over what is there. Give it an "
            "empty one (DATABASE_URL), or a new data folder (ZERENTIAN_DATA)."
        )
    if full := [each for each in FOLDERS if any((Path(settings.DATA) / each).rglob("*"))]:
        raise Refused(
            f"{settings.DATA} holds files already ({', '.join(full)}), and nothing is ever restored over "
            "what is there. Give it a new data folder (ZERENTIAN_DATA)."
        )


def _put_in_place(work, found, *, again):
    """Files first, the database last: without it nothing of them is seen."""
    os.sync()
    for folder in FOLDERS:
        there = Path(settings.DATA) / folder
        shutil.rmtree(there, ignore_errors=True)  # empty, or of a try before
        if (work / "files" / folder).exists():
            (work / "files" / folder).replace(there)
    if (work / "recovery.json").exists():
        (work / "recovery.json").replace(Path(settings.DATA) / "recovery.json")
    databases.put_back(work / "database", again=again)
    if wrong := differing(found["rows"], databases.rows()):
        raise Refused(f"Not all rows came back ({', '.join(wrong)}). Run this again.")


def differing(should_be: dict[str, int], found: dict[str, int]) -> list[str]:
    return [
        f"{table}: {found.get(table)} instead of {count}"
        for table, count in should_be.items()
        if found.get(table) != count
    ]


@contextlib.contextmanager
def _nobody_serves():
    """The lock that `serve` holds as long as it runs."""
    try:
        lock = hold(Path(settings.DATA))
    except Trouble as trouble:
        raise Refused(str(trouble)) from None
    try:
        yield
    finally:
        os.close(lock)
