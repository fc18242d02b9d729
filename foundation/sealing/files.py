"""Files that can only be read with a key that lies in the database.

Each file has a key of its own, kept in a sealed column of the row the file belongs to. Forgetting
the key forgets the file, in every copy somebody made of the disk. A file is a row of pieces, each
sealed with its number and with whether it is the last, so pieces cannot be swapped, doubled or
cut off. Both writing and reading hold one piece at a time.
"""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from django.conf import settings

from foundation.sealing import CIPHERS, CannotOpen

PIECE = 256 * 1024  # bytes
TAG = 16


def new_key() -> str:
    """ "sm4.…": the cipher and a key nobody used before."""
    return f"{settings.FIELD_CIPHER}.{base64.b64encode(os.urandom(16)).decode()}"


class SealingStream:
    """To write to, front to back; what reaches `file` is sealed.

    Until `close` it is unfinished and cannot be opened again. Whatever already stands in the file
    stays in front of the pieces.
    """

    def __init__(self, file: BinaryIO, key: str):
        self._key, self._number, self._rest = key, 0, bytearray()
        self._file = file

    def write(self, content: bytes) -> int:
        self._rest += content
        while len(self._rest) > PIECE:  # the last piece is written by close
            self._seal(bytes(self._rest[:PIECE]), last=False)
            del self._rest[:PIECE]
        return len(content)

    def flush(self) -> None:
        """Nothing to do: a piece is written when it is full."""

    def close(self) -> None:
        self._seal(bytes(self._rest), last=True)
        self._rest.clear()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def give_up(self) -> None:
        """Close without an end: what is there will never open."""
        self._file.close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        encryptor = _cipher(self._key, self._number, last).encryptor()
        sealed = encryptor.update(piece) + encryptor.finalize() + encryptor.tag
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class SealingFile(SealingStream):
    """A new file that only its owner can touch."""

    def __init__(self, path: Path, key: str):
        super().__init__(new_file(path), key)


def new_file(path: Path) -> BinaryIO:
    """Raises FileExistsError."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def pieces(file: BinaryIO, key: str) -> Iterator[bytes]:
    """What the file holds, piece by piece. Raises CannotOpen."""
    number, size = 0, file.read(4)
    while size:
        sealed = file.read(int.from_bytes(size, "big"))
        size = file.read(4)
        yield _open(key, number, sealed, last=not size)
        number += 1
    if not number:
        raise CannotOpen("empty file")


def _open(key: str, number: int, sealed: bytes, *, last: bool) -> bytes:
    try:
        decryptor = _cipher(key, number, last, tag=sealed[-TAG:]).decryptor()
        return decryptor.update(sealed[:-TAG]) + decryptor.finalize()
    except (InvalidTag, KeyError, ValueError) as error:
        raise CannotOpen(f"piece {number}") from error


def _cipher(key: str, number: int, last: bool, tag: bytes | None = None) -> Cipher[modes.GCM]:
    name, secret = key.split(".", 1)
    # Each file has its own key, so a piece's number never repeats under it.
    nonce = number.to_bytes(11, "big") + bytes([last])
    return Cipher(CIPHERS[name](base64.b64decode(secret)), modes.GCM(nonce, tag))
