"""The national register as a file: what a line may look like, and which line is wrong.

A csv file in UTF-8, plain or .xz, with the columns code, name, parent: one line for each place
down to the community, about 665,000. Lines are read one by one, so memory stays small.
"""

import csv
import hashlib
import io
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from grids.roles import Level

COLUMNS = ["code", "name", "parent"]
LEVELS = {
    2: Level.PROVINCE,
    4: Level.CITY,
    6: Level.DISTRICT,
    9: Level.TOWNSHIP,
    12: Level.COMMUNITY,
}
DIGITS_ABOVE = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
LONGEST_LINE = 1000  # bytes
LONGEST_NAME = 80
XZ = b"\xfd7zXZ\x00"


class WrongLine(Exception):
    """A line that cannot be taken in, and why."""

    def __init__(self, line: int, reason: str):
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


class WrongFile(Exception):
    """Nothing was taken in; `faults` are the lines to blame, if lines are."""

    def __init__(self, reason: str, faults: list[WrongLine] = ()):
        super().__init__(reason)
        self.faults = list(faults)


class Place(NamedTuple):
    line: int
    code: str
    name: str
    parent: str


class DivisionLines:
    """The lines of one open file. `share` says how far we are; `file_hash` is its content's."""

    def __init__(self, path: Path):
        self.raw = path.open("rb")
        self.size = path.stat().st_size or 1
        packed = self.raw.peek(len(XZ)).startswith(XZ)
        self.stream = io.BufferedReader(lzma.open(self.raw)) if packed else self.raw  # noqa: SIM115 - closed by __exit__
        self._hash = hashlib.sha256()

    def __enter__(self):
        return self

    def __exit__(self, *ended):
        self.stream.close()
        self.raw.close()

    @property
    def share(self) -> float:
        return min(1.0, self.raw.tell() / self.size)

    @property
    def file_hash(self) -> str:
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Numbered lines after the first. Raises WrongLine where no line can be told any more."""
        number = 1
        try:
            while line := self.stream.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                    raise WrongLine(number, f"longer than {LONGEST_LINE} bytes")
                self._hash.update(line)
                if number > 1:
                    yield number, line
                elif fields(number, line) != COLUMNS:
                    raise WrongLine(1, f"the columns must be {','.join(COLUMNS)}")
                number += 1
        except (lzma.LZMAError, EOFError):
            raise WrongLine(number, "the packed file is damaged or cut off here") from None


def place(number: int, line: bytes) -> Place:
    """What one line says. Raises WrongLine."""
    values = fields(number, line)
    if len(values) != len(COLUMNS):
        raise WrongLine(number, f"{len(values)} fields instead of {len(COLUMNS)}")
    code, name, parent = values
    if not re.fullmatch(r"[0-9]+", code) or len(code) not in LEVELS:
        raise WrongLine(number, f"the code “{code}” is not of 2, 4, 6, 9 or 12 digits")
    if not name:
        raise WrongLine(number, f"{code} has no name")
    if len(name) > LONGEST_NAME or re.search(r"[\x00-\x1f\x7f]", name):
        raise WrongLine(number, f"the name of {code} is longer than {LONGEST_NAME} or not plain")
    if not re.fullmatch(r"[0-9]*", parent) or len(parent) != DIGITS_ABOVE[len(code)]:
        raise WrongLine(number, f"“{parent}” is not one level above {code}")
    return Place(number, code, name, parent)


def fields(number: int, line: bytes) -> list[str]:
    """The fields of one line; a quoted name never runs on into the next line."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        return [field.strip() for field in next(csv.reader([text], strict=True), [])]
    except UnicodeDecodeError:
        raise WrongLine(number, "not UTF-8") from None
    except csv.Error as error:
        raise WrongLine(number, str(error)) from None
