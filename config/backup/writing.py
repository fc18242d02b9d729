"""Writing a backup: one tar, sealed while it is written, that is there whole or not at all."""

import contextlib
import fcntl
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from config.backup import databases, manifest, sheet
from config.backup.manifest import Refused
from foundation import disk
from foundation.sealing import recovery

# Of the data folder. What is missing is made anew (static), is the queue, or must not come back:
# texts on their way out, uploads half read, the keys, and where the house stands.
FOLDERS = ("media", "exports")
PART = ".part"
# called now and then while it is written
Beat = Callable[[], object]


class Written(NamedTuple):
    path: Path
    size: int  # bytes
    rows: int


def write(path: Path, *, at: datetime, beat: Beat = lambda: None) -> Written:
    """Raises Refused, Failed (of databases) and OSError; then nothing is there that was not before."""
    paper = sheet.newest()
    if paper is None:
        raise Refused("There is no recovery key yet. Print one: manage.py make_keys --paper FILE.")
    with _alone() as work:
        draft = path.with_name(path.name + PART)
        draft.unlink(missing_ok=True)  # of a run that was killed: nobody else is writing
        stream = recovery.seal_to(draft, paper.key)
        try:
            with databases.one_moment(work) as moment:
                counted = _pack(stream, moment, at, beat)
            stream.close()
        except BaseException:
            stream.give_up()
            draft.unlink(missing_ok=True)
            raise
        draft.replace(path)
        disk.sync_folder(path.parent)
    return Written(path, path.stat().st_size, counted)


def _pack(stream, moment, at, beat):
    first = manifest.of_this_house(
        engine=databases.engine(), migrations=moment.migrations, rows=moment.rows, at=at
    )
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, "manifest.json", json.dumps(first).encode())
        _add(tar, "recovery.json", sheet.file().read_bytes())
        for number, chunk in enumerate(moment.chunks):
            _add(tar, f"database/{number:06}", chunk)
            beat()
        files = {folder: _add_folder(tar, folder, beat) for folder in FOLDERS}
        _add(tar, "end.json", json.dumps({"files": files}).encode())
    return sum(moment.rows.values())


def _add(tar, name, content):
    about = tarfile.TarInfo(name)
    about.size = len(content)
    tar.addfile(about, io.BytesIO(content))


def _add_folder(tar, folder, beat):
    """How many files were in it. One that went away meanwhile was deleted in the house, too."""
    count = 0
    for path in sorted((Path(settings.DATA) / folder).rglob("*")):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                _add(tar, f"files/{path.relative_to(settings.DATA)}", path.read_bytes())
                count += 1
                beat()
    return count


@contextlib.contextmanager
def _alone() -> Iterator[Path]:
    """An empty folder to work in, while nobody else makes a backup of this house."""
    data = Path(settings.DATA)
    lock = os.open(data / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Refused(
            "Another backup of this house is being made. Wait until it is done."
        ) from None
    work = data / "backing-up"
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(lock)
