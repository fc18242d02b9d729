"""The recovery key, from the paper: typed on the console or read from a file."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from config.backup import reading
from config.backup.manifest import Refused
from tools.key_sheet import RECOVERY, Mistyped, typed

SIZE = 32  # bytes


def add_arguments(parser: ArgumentParser) -> None:
    """A backup, and the sheet that opens it: `file` and `sheet` of `recovery_key`."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--sheet", type=Path, help="the lines of the sheet, in a file")


def recovery_key(path: Path, sheet: Path | None, *, say: Callable[[str], object]) -> bytes:
    """The key that opens the backup at `path`. Raises Refused, OSError."""
    needed = reading.key_id_of(path)
    if sheet:
        return _found_in(sheet.read_text().splitlines())
    say(f"Type the lines R-1/4 to R-4/4 of the key sheet {needed}; an empty line ends it.")
    return _found_in(_lines_of(sys.stdin))


def _lines_of(stream) -> Iterator[str]:
    for line in stream:
        if not line.strip():
            return
        yield line


def _found_in(lines: Iterable[str]) -> bytes:
    try:
        key = typed(lines).get(RECOVERY, b"")
    except Mistyped as error:
        raise Refused(str(error)) from None
    if len(key) != SIZE:
        raise Refused("The lines R-1/4 to R-4/4 of the sheet are missing.")
    return key
