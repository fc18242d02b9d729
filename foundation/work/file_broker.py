"""The queue of a house without Redis: a file for each message, whole or not there at all.

Kombu's own transport of files writes where others already read, and takes a message it cannot read
for the end of the worker. Here a message is written aside and appears in one step; one that cannot
be read is not there yet, and is moved away when it still cannot after a minute; /healthz tells it.
Each process knows by itself which queue a message goes to, so there is no table of bindings that a
full disk could leave half written. What is lost here the next tick of the clock finds by itself
(foundation/work/waking.py).
"""

import logging
import os
import time
import uuid
from collections import deque
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from queue import Empty
from typing import Any

from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.utils.json import dumps, loads

log = logging.getLogger("zerentian")
SCHEME = "files"
PATIENCE = 60
"""Seconds in which a message that cannot be read may still become one."""
LARGEST = 1_000_000
"""Bytes; a message of ours has a few hundred."""
A_DAY = 86_400  # seconds
END, ASIDE = ".msg", ".part"


class Channel(virtual.Channel):
    """One listing of the folder serves until it is used up, so a long queue costs no more."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._listed: dict[str, deque[Path]] = {}

    @property
    def folder(self) -> Path:
        return Path(self.connection.client.transport_options["folder"])

    def _put(self, queue: str, message: Any, **_options: Any) -> None:
        """Raises OSError where there is no room; then nothing is left of it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = self.folder / f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}{END}"
        aside = whole.with_name(whole.name + ASIDE)
        try:
            aside.write_bytes(dumps(message).encode())
            os.replace(aside, whole)
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        listed = self._listed.get(queue) or self._listing(queue)
        while listed:
            message = self._take(listed.popleft())
            if message is not None:
                return message
        raise Empty

    def _size(self, queue: str) -> int:
        return len(_messages(self.folder, queue))

    def _purge(self, queue: str) -> int:
        gone = 0
        for path in _messages(self.folder, queue):
            with suppress(OSError):
                path.unlink()
                gone += 1
        return gone

    def _listing(self, queue: str) -> deque[Path]:
        _forget_torn(self.folder)
        self._listed[queue] = deque(_messages(self.folder, queue))
        return self._listed[queue]

    def _take(self, path: Path) -> Any:
        """The message if it is ours now: of several workers one takes the file away."""
        message = self._read(path)
        if message is None:
            _move_away_when_old(path)
            return None
        try:
            path.unlink()
        except OSError:  # taken by another, or it would be done again and again
            return None
        return message

    def _read(self, path: Path) -> Any:
        """What the file says if the worker can make a message of it."""
        try:
            if path.stat().st_size > LARGEST:
                return None
            message = loads(path.read_bytes().decode())
            self.Message(message, channel=self)
        except Exception:  # whatever garbage it is
            return None
        return message


class Transport(virtual.Transport):
    Channel = Channel
    global_state = virtual.BrokerState()
    driver_type = driver_name = SCHEME

    def __init__(self, client: Any, **options: Any) -> None:
        super().__init__(client, **options)
        self.state = self.global_state

    def driver_version(self) -> str:
        return "1"


def introduce() -> None:
    """Let addresses that begin with files:// come here."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


def moved_away(folder: Path) -> Path:
    """Where messages go that nobody can read; somebody may want to look at them."""
    return folder.with_name(f"{folder.name}-unreadable")


def is_readable(at: datetime) -> bool:
    """Whether nothing had to be moved away for a day."""
    since = at.timestamp() - A_DAY
    there = moved_away(Path(settings.DATA) / "queue")
    return not any(path.stat().st_ctime > since for path in there.glob(f"*{END}"))


def _messages(folder: Path, queue: str) -> list[Path]:
    """Oldest first. Nothing where the folder cannot be read: the next look may go well."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name.partition(".")[2] == f"{queue}{END}"]


def _is_old(path: Path) -> bool:
    """A time that has not come yet is a clock that was put right: as good as old."""
    return not 0 <= time.time() - path.lstat().st_mtime < PATIENCE


def _move_away_when_old(path: Path) -> None:
    with suppress(OSError):
        if _is_old(path):
            there = moved_away(path.parent)
            there.mkdir(mode=0o700, exist_ok=True)
            os.replace(path, there / path.name)
            log.warning("a message of the queue cannot be read; it lies in %s now", there)


def _forget_torn(folder: Path) -> None:
    """What somebody who was killed had only begun to write."""
    for path in folder.glob(f"*{END}{ASIDE}"):
        with suppress(OSError):
            if _is_old(path):
                path.unlink()
