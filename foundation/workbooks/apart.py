"""Starts the program that reads, in a process of its own, and understands what it says."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from foundation.apart import running
from foundation.workbooks import limits
from foundation.workbooks.escapes import unescaped
from foundation.workbooks.refusals import BOMB, DAMAGED, NO_READER, Refused

PROGRAM = Path(__file__).with_name("child.py")


@dataclass
class Answer:
    """`names` of all sheets; `sheets`: of each wanted one its rows, still packed, and filled cells."""

    names: list[str]
    sheets: list[tuple[list[bytes], int]]


def read(file: BinaryIO, wanted: Sequence[tuple[int, int]]) -> Answer:
    """`wanted`: the number of a sheet, counted from 0, and how many columns. Raises Refused."""
    file.seek(0)
    said = _run(file.read(), list(wanted))
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
            cells = [
                _moment(cell) if isinstance(cell, dict) else cell for cell in json.loads(row[1:])
            ]
        else:
            cells = json.loads(row)
        if b"_x" in row:
            cells = [unescaped(cell) if isinstance(cell, str) else cell for cell in cells]
        yield cells


def _run(content: bytes, wanted: list[Any]) -> bytes:
    most = running.Limits(memory=limits.MOST_MEMORY, seconds=limits.MOST_SECONDS)
    try:
        return running.run(PROGRAM, wanted, content, limits=most, patience=2 * limits.MOST_SECONDS)
    except running.NotNow as error:
        raise Refused(NO_READER) from error
    except running.TooMuch:
        raise Refused(BOMB) from None
    except running.Unreadable:
        raise Refused(DAMAGED) from None


def _moment(cell: dict[str, Any]) -> datetime | time | timedelta:
    if "seconds" in cell:
        return timedelta(seconds=cell["seconds"])
    if "time" in cell:
        return time.fromisoformat(cell["time"])
    return datetime.fromisoformat(cell["day"])
