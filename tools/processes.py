"""Processes: ending with the one that started them, and seeing who is still there."""

import contextlib
import ctypes
import os
import signal
from pathlib import Path

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def die_with_parent(number):
    """For preexec_fn: Linux sends the signal when this process ends, however it ends."""
    prctl, parent = getattr(LIBC, "prctl", None), os.getpid()
    if prctl is None:
        return None

    def ask():
        signal.signal(number, signal.SIG_DFL)  # a shell's background jobs ignore Ctrl-C
        prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it ended in between
            os._exit(1)

    return ask


def children_of(pid):
    """Straight from /proc, for the fault tests; they run on Linux."""
    return [int(stat.parent.name) for stat, (_, parent) in processes() if parent == pid]


def alive(pid):
    return any(int(stat.parent.name) == pid and state != "Z" for stat, (state, _) in processes())


def processes():
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            yield stat, (state, int(parent))
