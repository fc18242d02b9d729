"""What the records of an .xls hold (MS-XLS): numbers, strings that go on in the next record, errors."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from foundation.workbooks.refusals import Outsized, Unreadable

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BIFF8 = 0x0600
HEAD = struct.Struct("<HH")  # of a record: its kind and length
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass(slots=True)
class Record:
    kind: int
    data: bytes
    more: list[bytes] = field(default_factory=list)  # of the records that continue it


class Stream:
    """All records of a book. Raises Outsized when its parts together are more than the whole."""

    def __init__(self, content: bytes):
        self.content, self.seen = content, 0
        self.most = len(content) // HEAD.size

    def part(self, start: int = 0) -> Iterator[Record]:
        """The records of the part that begins here; parts inside it, as charts are, left out."""
        depth, last = 0, None
        for kind, data in self._records(start):
            if kind == CONTINUE:
                if last and depth == 1:
                    last.more.append(data)
                continue
            if last:
                yield last
                last = None
            depth += (kind == BOF) - (kind == EOF)
            if depth <= 0:
                return
            if depth == 1:
                last = Record(kind, data)
        raise Unreadable  # cut off

    def _records(self, start: int) -> Iterator[tuple[int, bytes]]:
        content, head = self.content, HEAD
        while start + 4 <= len(content):
            kind, length = head.unpack_from(content, start)
            data = content[start + 4 : start + 4 + length]
            start += 4 + length
            self.seen += 1
            if len(data) < length:
                raise Unreadable
            if self.seen > self.most:
                raise Outsized
            yield kind, data


def rk_number(rk: int) -> float:
    """30 bits of a number, whole or the head of a long one, perhaps times a hundred."""
    if rk & 2:
        number = float((rk if rk < 0x8000_0000 else rk - 0x1_0000_0000) >> 2)
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, rk & 0xFFFF_FFFC))[0]
    return number / 100 if rk & 1 else number


class Strings:
    """The lengths of the shared strings; their letters go on from record to record.

    `struck`: which of them are struck out in part; `strikes` says so of a font by its number.
    """

    def __init__(self, record: Record, strikes: Callable[[int], bool]):
        self.strikes = strikes
        self.parts = [record.data[8:], *record.more]
        self.part = self.at = 0
        self.sizes: list[int] = []
        self.struck: set[int] = set()
        while self._anything_left():
            self.sizes.append(self._string())

    def _anything_left(self) -> bool:
        while self.at >= len(self.parts[self.part]):
            if self.part + 1 >= len(self.parts):
                return False
            self.part, self.at = self.part + 1, 0
        return True

    def _string(self) -> int:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        beside = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        left, wide = length, flags & 1
        while left:
            here = min(left, (len(self.parts[self.part]) - self.at) >> wide)
            self.at += here << wide
            left -= here
            if left:
                # A new record says anew how wide its letters are.
                if not self._anything_left():
                    raise Unreadable
                wide = self._take(1)[0] & 1
        fonts = struct.iter_unpack("<HH", self._pass(runs * 4))
        if any(start < length and self.strikes(font) for start, font in fonts):
            self.struck.add(len(self.sizes))
        self._pass(beside)
        return int(length)

    def _take(self, size: int) -> bytes:
        if not self._anything_left():
            raise Unreadable
        taken = self.parts[self.part][self.at : self.at + size]
        self.at += size
        if len(taken) < size:
            raise Unreadable
        return taken

    def _pass(self, size: int) -> bytes:
        """Of however many records."""
        passed = []
        while size:
            if not self._anything_left():
                raise Unreadable
            here = min(size, len(self.parts[self.part]) - self.at)
            passed.append(self.parts[self.part][self.at : self.at + here])
            self.at += here
            size -= here
        return b"".join(passed)


def text_of(data: bytes, *, version: int, codepage: str, short: bool = False) -> str:
    """A string whole in one record: its length in one byte if `short`, in two else."""
    head = 1 if short else 2
    length = int.from_bytes(data[:head], "little")
    if version != BIFF8:
        return data[head : head + length].decode(codepage, "replace")
    wide = data[head] & 1
    letters = data[head + 1 : head + 1 + (length << wide)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")
