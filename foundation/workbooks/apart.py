"""Starts the program that reads, and understands what it says.

What reads a file is large, and not ours: what it may do to the machine is a matter of its limits,
and when it breaks, only its process does.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from foundation.workbooks import limits
from foundation.workbooks.refusals import BOMB, DAMAGED, NO_READER, Refused

PROGRAM = Path(__file__).with_name("child.py")
READ, TOO_MUCH = 0, 4  # how it says that it ended
PASSED_ON = ("LD_LIBRARY_PATH",)
"""Of the environment: the rest holds keys and passwords, and is nobody's business there."""
KILLED = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, TOO_MUCH}


@dataclass
class Answer:
    """`names` of all sheets; `sheets`: of each wanted one its rows, still packed, and filled cells."""

    names: list[str]
    sheets: list[tuple[list[bytes], int]]


def read(file: BinaryIO, wanted: Sequence[tuple[int, int]]) -> Answer:
    """`wanted`: the number of a sheet, counted from 0, and how many columns. Raises Refused."""
    file.seek(0)
    said = _run(file.read(), [limits.MOST_MEMORY, limits.MOST_SECONDS, *wanted])
    try:
        lines = iter(said.splitlines())
        names = json.loads(next(lines))
        sheets = []
        for _sheet in wanted:
            rows = [next(lines) for _row in range(int(next(lines)))]
            sheets.append((rows, int(next(lines))))
    except (StopIteration, ValueError):
        raise Refused(DAMAGED) from None
    return Answer(names, sheets)


def unpacked(rows: list[bytes]) -> Iterator[list[Any]]:
    for row in rows:
        if row.startswith(b"D"):
            yield [
                _moment(cell) if isinstance(cell, dict) else cell for cell in json.loads(row[1:])
            ]
        else:
            yield json.loads(row)


def _run(content: bytes, wanted: list[Any]) -> bytes:
    command = [sys.executable, "-I", str(PROGRAM), json.dumps(wanted)]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            timeout=2 * limits.MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(NO_READER) from None
    except OSError as error:
        raise Refused(NO_READER) from error
    if done.returncode in KILLED:
        raise Refused(BOMB)
    if done.returncode != READ:
        raise Refused(DAMAGED)
    return done.stdout


def _moment(cell: dict[str, Any]) -> datetime | time | timedelta:
    if "seconds" in cell:
        return timedelta(seconds=cell["seconds"])
    if "time" in cell:
        return time.fromisoformat(cell["time"])
    return datetime.fromisoformat(cell["day"])
