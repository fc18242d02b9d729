"""The archives .xlsx and .ods are: unpacked in pieces, and nothing their lists claim is believed."""

import codecs
import zipfile
from typing import BinaryIO

from foundation.workbooks import limits
from foundation.workbooks.formats.events import Looker
from foundation.workbooks.refusals import LOCKED, OTHER_CODING, Outsized, Refused

PIECE = 65_536
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""Expat reads what begins so; the reader after us does not."""


class Archive:
    """The members by their names in small letters, as readers look for them. Raises Outsized, Refused."""

    def __init__(self, file: BinaryIO):
        self.zip = zipfile.ZipFile(file)
        found = self.zip.infolist()
        self.members = {normal(member.filename): member for member in found}
        if any(member.flag_bits & 0x1 for member in found):
            raise Refused(LOCKED)
        if len(found) > limits.MOST_MEMBERS or len(self.members) < len(found):
            raise Outsized
        self.packed = sum(member.compress_size for member in found)
        self.unpacked = self.elements = 0
        self._weigh(sum(member.file_size for member in found))
        self.seen: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return normal(name) in self.members

    @property
    def elements_left(self) -> int:
        return limits.MOST_ELEMENTS - self.elements

    def beginning(self, name: str, size: int) -> bytes:
        with self.zip.open(self.members[normal(name)]) as stream:
            return stream.read(size)

    def look(self, name: str, looker: Looker | None) -> bool:
        """Let it see a member, once; without it the member is only weighed. False: there is none."""
        member = self.members.get(normal(name))
        if member is None or normal(name) in self.seen:
            return False
        self.seen.add(normal(name))
        if looker and self.beginning(name, 2) in MARKS:
            raise Refused(OTHER_CODING)
        with self.zip.open(member) as stream:
            while piece := stream.read(PIECE):
                self.unpacked += len(piece)
                self._weigh(self.unpacked)
                if looker:
                    looker.feed(piece)
        if looker:
            looker.close()
            self.elements += looker.elements
        return True

    def weigh_the_rest(self) -> None:
        """Members no reader of ours opens."""
        for name in self.members:
            self.look(name, None)

    def _weigh(self, unpacked: int) -> None:
        if unpacked > limits.MOST_UNPACKED:
            raise Outsized
        if unpacked > limits.RATIO_COUNTS_FROM and unpacked > limits.MOST_RATIO * max(
            self.packed, 1
        ):
            raise Outsized


def normal(name: str) -> str:
    return name.replace("\\", "/").lower()
