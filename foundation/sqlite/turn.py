"""A fair turn at the one pen: who asks first writes first, in whichever process.

SQLite lets one write at a time and has the others try again after pauses, so that some wait for
seconds while newcomers pass them by. Here everybody draws a number from a small file beside the
database and holds a lock on the byte of that number; it is their turn when nobody holds a smaller
one. The kernel lets go of the locks of whoever dies, waiting or writing.

The turn is only about order. That one writes at a time is SQLite's own lock as before, so whoever
waited in vain, or finds no file to draw from, tries without.
"""

import contextlib
import fcntl
import logging
import os
import struct
import time

log = logging.getLogger("zerentian")

# struct flock: kind, whence, first byte, how many, process. Locks of an open file, not of a
# process: threads wait for each other, too. Linux has them; elsewhere nobody waits here.
FLOCK = struct.Struct("@hhqqi")
TRY: int = getattr(fcntl, "F_OFD_SETLK", 0)
LOOK: int = getattr(fcntl, "F_OFD_GETLK", 0)
NUMBERS = struct.Struct("=qq")  # the last one drawn, the last one whose turn came
DRAWING, FIRST = 0, 1024  # bytes to lock: while drawing; that of number 0
SHORTEST, EACH, LONGEST = 0.0003, 0.002, 0.05
"""Seconds between two looks: of whoever is next, more for each before us, and at most."""


class Turn:
    """One place in the queue; of one connection, used by one thread at a time."""

    def __init__(self, path: str):
        self.path = path
        self.number = 0  # 0: not in the queue
        self._file: int | None = None

    def take(self, patience: float) -> None:
        """Wait for the turn, so many seconds at most. `leave` in any case."""
        if not TRY:
            return
        until = time.monotonic() + patience
        try:
            while not self.draw():
                if time.monotonic() > until:
                    return
                time.sleep(SHORTEST)
            while not self.has_come():
                if time.monotonic() > until:
                    return
                time.sleep(self._pause())
            self._note_come()
        except OSError as error:
            log.warning("no turn to write, only a try: %s", error)

    def draw(self) -> bool:
        """Get a number; false while somebody else is drawing."""
        file = self._open()
        if not self._lock(fcntl.F_WRLCK, DRAWING):
            return False
        try:
            last, come = self._numbers()
            os.pwrite(file, NUMBERS.pack(last + 1, come), 0)
            if self._lock(fcntl.F_WRLCK, FIRST + last + 1):
                self.number = last + 1
        finally:
            self._lock(fcntl.F_UNLCK, DRAWING)
        return self.number > 0

    def has_come(self) -> bool:
        """Nobody alive has a smaller number."""
        asked = FLOCK.pack(fcntl.F_RDLCK, os.SEEK_SET, FIRST, self.number, 0)
        answer = fcntl.fcntl(self._open(), LOOK, asked)
        return bool(FLOCK.unpack(answer)[0] == fcntl.F_UNLCK)

    def leave(self) -> None:
        if self.number:
            with contextlib.suppress(OSError):
                self._lock(fcntl.F_UNLCK, FIRST + self.number)
            self.number = 0

    def close(self) -> None:
        """Leaves as well."""
        if self._file is not None:
            os.close(self._file)
        self._file, self.number = None, 0

    def _open(self) -> int:
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._file

    def _lock(self, kind: int, byte: int) -> bool:
        asked = FLOCK.pack(kind, os.SEEK_SET, byte, 1, 0)
        try:
            fcntl.fcntl(self._open(), TRY, asked)
        except BlockingIOError:
            return False
        return True

    def _numbers(self) -> tuple[int, int]:
        kept = os.pread(self._open(), NUMBERS.size, 0)
        last, come = NUMBERS.unpack(kept) if len(kept) == NUMBERS.size else (0, 0)
        return last, come

    def _note_come(self) -> None:
        """Only for how often the others look."""
        os.pwrite(self._open(), struct.pack("=q", self.number), 8)

    def _pause(self) -> float:
        between = self.number - self._numbers()[1] - 1
        return min(max(between * EACH, SHORTEST), LONGEST)
