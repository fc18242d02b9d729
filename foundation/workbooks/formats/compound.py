"""The container of an .xls: a small file system of sectors and chains (MS-CFB)."""

import struct
from collections.abc import Sequence

from foundation.workbooks.refusals import LOCKED, MACROS, NOT_A_WORKBOOK, Refused, Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN = 0xFFFFFFFE
ENCRYPTED = "EncryptedPackage"  # an .xlsx with a password lies in the container of an .xls
NO_SECTOR = 0xFFFFFFFA  # from here on numbers mean something else
MINI, SMALL = 64, 4096  # bytes of a small sector, and up to which size a stream lies in them
STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")  # in the order readers look for them


def workbook_in(content: bytes) -> bytes:
    """The stream of records. Raises Unreadable, Refused."""
    try:
        return _Container(content).workbook()
    except (struct.error, KeyError, Unreadable):
        if ENCRYPTED.encode("utf-16-le") in content:
            raise Refused(LOCKED) from None
        raise Unreadable from None


class _Container:
    def __init__(self, content: bytes):
        self.content = content
        shift = struct.unpack_from("<H", content, 30)[0]
        if not content.startswith(SIGNATURE) or shift not in (9, 12):
            raise Unreadable
        self.size = 1 << shift
        (
            self.first_entry,
            self.first_mini,
            self.minis,
            self.first_more,
        ) = struct.unpack_from("<I8xIII", content, 48)
        self.next = self._numbers(self._sectors_of_the_table())
        self.entries = self._entries()

    def workbook(self) -> bytes:
        if ENCRYPTED in self.entries:
            raise Refused(LOCKED)
        name = next((name for name in STREAMS if name in self.entries), None)
        if name is None:
            raise Refused(NOT_A_WORKBOOK)
        if "_VBA_PROJECT_CUR" in self.entries:
            raise Refused(MACROS)
        start, length = self.entries[name]
        if length >= SMALL:
            return self._chain(start)[:length]
        root = self._chain(self.entries["Root Entry"][0])
        following = self._numbers(self._links(self.first_mini))
        minis = [root[at * MINI : (at + 1) * MINI] for at in _links(start, following)]
        return b"".join(minis)[:length]

    def _sectors_of_the_table(self) -> list[int]:
        """Where the table of chains itself lies: 109 numbers in the header, more in a chain."""
        found = list(struct.unpack_from("<109I", self.content, 76))
        more, seen = self.first_more, 0
        while more < NO_SECTOR:
            *numbers, more = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            found += numbers
            seen += 1
            if seen * self.size > len(self.content):
                raise Unreadable
        return [sector for sector in found if sector < NO_SECTOR]

    def _numbers(self, sectors: Sequence[int]) -> tuple[int, ...]:
        if len(sectors) * self.size > len(self.content):
            raise Unreadable
        raw = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(raw) // 4}I", raw)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        sector = self.content[start : start + self.size]
        if not sector:
            raise Unreadable
        return sector.ljust(self.size, b"\0")  # the last one may be cut short

    def _links(self, first: int) -> list[int]:
        return _links(first, self.next)

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._links(first)))

    def _entries(self) -> dict[str, tuple[int, int]]:
        """Streams and folders by name: where they begin, and how long they are."""
        raw = self._chain(self.first_entry)
        entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(raw) - 127, 128):
            length = struct.unpack_from("<H", raw, at + 64)[0]
            name = raw[at : at + min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
            start, size = struct.unpack_from("<II", raw, at + 116)
            entries.setdefault(name, (start, size))
        return entries


def _links(first: int, following: Sequence[int]) -> list[int]:
    """The sectors of a chain; one that bites its own tail is none."""
    links: list[int] = []
    while first != END_OF_CHAIN:
        links.append(first)
        if first >= len(following) or len(links) > len(following):
            raise Unreadable
        first = following[first]
    return links
