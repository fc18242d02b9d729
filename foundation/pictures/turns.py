"""Whose photos are looked at, and whose turn it is: for the whole house, not for one web process.

Two people's photos are looked at together, one of them decoded; whoever comes meanwhile is told at
once to try again. Every web process has a thread for each of the two, and one more that draws pages
(config/serving/front.py). All of it is locked files in DATA: who dies gives back what they held.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

SEATS = 2
TURN = "photo-turn"


class NoSeat(Exception):
    """So many are being looked at that nobody else's are."""


@contextmanager
def a_seat() -> Iterator[BinaryIO]:
    """The file whose lock is the turn; the program that decodes takes it. Raises NoSeat."""
    for number in range(SEATS):
        with open(place(f"photo-seat-{number}"), "ab") as seat:
            if _is_free(seat):
                with open(place(TURN), "ab") as turn:
                    yield turn
                return
    raise NoSeat


def place(name: str) -> Path:
    return Path(settings.DATA) / name


def _is_free(seat: BinaryIO) -> bool:
    try:
        fcntl.flock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
