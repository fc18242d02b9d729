"""Files that this house can write and cannot read: sealed to a key that lies on paper in a safe.

The house keeps the public half of an X25519 key. For each file it makes a key pair of its own,
agrees with the public half on a secret (RFC 7748), derives from it the key of the file (HKDF, RFC
5869), and forgets its own half: from then on only the paper opens the file. The first line says in
plain text what it is, which cipher, to which recovery key, and the public half of the file's pair;
all of it goes into the derivation, so a changed line opens nothing. What follows are sealed pieces
(foundation/sealing/files.py).
"""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from foundation.sealing.columns import CIPHERS, CannotOpen
from foundation.sealing.files import SealingStream, new_file, pieces

WHAT = "zerentian-backup-1"
LONGEST_LINE = 200  # bytes


class Head(NamedTuple):
    """The first line of a sealed file, for everybody to read."""

    cipher: str
    key_id: str  # of the recovery key that opens it
    fresh: str  # base64: the public half of the file's own pair

    @property
    def line(self) -> str:
        return " ".join([WHAT, *self])


class NotSealedByUs(Exception):
    """The file does not begin as ours do."""


class AnotherKey(Exception):
    """The file was sealed to another recovery key; `needed` and `given` are their ids."""

    def __init__(self, needed: str, given: str):
        super().__init__(needed, given)
        self.needed, self.given = needed, given


def new_key() -> bytes:
    """A private half, 32 bytes: for the paper, and to be forgotten."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_half(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def id_of(public: bytes) -> str:
    """Eight hex digits that tell one recovery key from another."""
    return hashlib.sha256(b"recovery key" + public).hexdigest()[:8]


def seal_to(path: Path, public: bytes) -> SealingStream:
    """A new file at `path`, to be written front to back and closed. Raises FileExistsError."""
    pair = X25519PrivateKey.generate()
    head = Head(settings.FIELD_CIPHER, id_of(public), _b64(pair.public_key().public_bytes_raw()))
    shared = pair.exchange(X25519PublicKey.from_public_bytes(public))
    file = new_file(path)
    file.write(f"{head.line}\n".encode())
    return SealingStream(file, _key_of(head, shared, public))


def head_of(file: BinaryIO) -> Head:
    """The first line; the file stands behind it. Raises NotSealedByUs."""
    what, *rest = file.readline(LONGEST_LINE).decode(errors="replace").split()[:4] or [""]
    if what != WHAT or len(rest) != len(Head._fields) or rest[0] not in CIPHERS:
        raise NotSealedByUs
    return Head(*rest)


def opened(file: BinaryIO, private: bytes) -> Iterator[bytes]:
    """What was sealed, piece by piece. Raises NotSealedByUs, AnotherKey, CannotOpen."""
    head = head_of(file)
    public = public_half(private)
    if id_of(public) != head.key_id:
        raise AnotherKey(head.key_id, id_of(public))
    try:
        fresh = X25519PublicKey.from_public_bytes(base64.b64decode(head.fresh))
        shared = X25519PrivateKey.from_private_bytes(private).exchange(fresh)
    except ValueError as error:
        raise CannotOpen("first line") from error
    return pieces(file, _key_of(head, shared, public))


class PiecesFile:
    """What comes in pieces, read like a file: `read(size)`."""

    def __init__(self, found: Iterator[bytes]):
        self._found, self._rest = found, b""

    def read(self, size: int) -> bytes:
        """Fewer bytes only at the end."""
        while len(self._rest) < size and (piece := next(self._found, None)) is not None:
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def to_the_end(self) -> None:
        """Whatever stands behind must be whole, too. Raises CannotOpen."""
        for _ in self._found:
            pass


def _key_of(head: Head, shared: bytes, public: bytes) -> str:
    derived = HKDF(SHA256(), 16, salt=public, info=head.line.encode()).derive(shared)
    return f"{head.cipher}.{base64.b64encode(derived).decode()}"


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
