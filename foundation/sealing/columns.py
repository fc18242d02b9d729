"""Sealed columns: what is written to disk can only be read with a key that is not there.

A sealed value is `cipher.key_id.nonce.ciphertext`, authenticated, and bound to its table, column
and row, so that it cannot be copied from one person to another. Exact search goes through a
keyed hash of its own (`blind_index`): all ID numbers of one county can be hashed in half a
minute, so a plain hash would hide nothing. SM4-GCM and HMAC-SM3 are the algorithms GB/T 39786
asks for; `ZERENTIAN_FIELD_CIPHER=aes` seals with AES-GCM instead, and either opens both.
"""

import base64
import os
from functools import cache
from typing import Any, Self, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db.models import Model

CIPHERS = {"sm4": algorithms.SM4, "aes": algorithms.AES}


class CannotOpen(Exception):
    """The value was changed, moved to another row, or sealed with a key we do not have."""


@cache
def _keys() -> dict[str, bytes]:
    pairs = (pair.strip().split(":", 1) for pair in settings.FIELD_KEYS.split(","))
    return {key_id: base64.b64decode(key) for key_id, key in pairs}


def newest() -> str:
    """How a value begins that is sealed as we seal today: "sm4.k2."."""
    return f"{settings.FIELD_CIPHER}.{next(iter(_keys()))}."


def seal(text: str, *, context: str) -> str:
    """Seal `text`; `context` names table, column and row, and must be given again to open it."""
    key_id, key = next(iter(_keys().items()))
    nonce = os.urandom(12)
    encryptor = Cipher(CIPHERS[settings.FIELD_CIPHER](key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context.encode())
    sealed = encryptor.update(text.encode()) + encryptor.finalize() + encryptor.tag
    return ".".join([settings.FIELD_CIPHER, key_id, _b64(nonce), _b64(sealed)])


def unseal(value: str, *, context: str) -> str:
    """The text again. Raises CannotOpen."""
    try:
        cipher, key_id, *parts = value.split(".")
        nonce, sealed = map(_unb64, parts)
        mode = modes.GCM(nonce, sealed[-16:])
        decryptor = Cipher(CIPHERS[cipher](_keys()[key_id]), mode).decryptor()
        decryptor.authenticate_additional_data(context.encode())
        return (decryptor.update(sealed[:-16]) + decryptor.finalize()).decode()
    except (InvalidTag, KeyError, ValueError) as error:
        raise CannotOpen(context) from error


def blind_index(kind: str, text: str) -> str:
    """A keyed hash for exact search, 64 hex digits; one kind of value never matches another."""
    return keyed_hash(base64.b64decode(settings.INDEX_KEY), f"{kind}\0{text}".encode()).hex()


@cache
def key_for(purpose: str) -> bytes:
    """A key of its own for one purpose, derived from the index key; it never changes either."""
    return keyed_hash(base64.b64decode(settings.INDEX_KEY), f"key\0{purpose}".encode())


def fingerprints() -> dict[str, str]:
    """Sixteen hex digits for each key we have, by its id, and for the index key ("index").

    They tell whether two houses have the same keys, and nothing about the keys: each is random.
    """
    return {name: keyed_hash(key, b"fingerprint").hex()[:16] for name, key in key_bytes().items()}


def key_bytes() -> dict[str, bytes]:
    """The keys themselves, for the sheet in the safe: "index", and the field keys by id, newest first."""
    return {"index": base64.b64decode(settings.INDEX_KEY), **_keys()}


def keyed_hash(key: bytes, data: bytes) -> bytes:
    mac = _keyed(key).copy()
    mac.update(data)
    return mac.finalize()


@cache
def _keyed(key: bytes) -> hmac.HMAC:
    """To be copied: taking up a key costs three times what the hash of a short text does."""
    return hmac.HMAC(key, hashes.SM3())


class Sealed:
    """`phone = Sealed("phone_sealed")`: reads and writes a sealed column of the same row.

    The value is found by `phone_index`, where there is such a column: the blind index of what is
    named alike, or of `found_as`. The row needs a `uid` before the value is set. Reading opens the value on every access, so a
    list that shows no secrets never decrypts any.
    """

    def __init__(self, column: str, *, found_as: str = ""):
        self.column, self.found_as = column, found_as

    @overload
    def __get__(self, row: None, owner: type[Model]) -> Self: ...

    @overload
    def __get__(self, row: Model, owner: type[Model]) -> str: ...

    def __get__(self, row: Model | None, owner: type[Model]) -> Self | str:
        if row is None:
            return self
        value = getattr(row, self.column)
        return unseal(value, context=self._context(row)) if value else ""

    def __set__(self, row: Model, text: str) -> None:
        setattr(row, self.column, seal(text, context=self._context(row)) if text else "")

    def _context(self, row: Any) -> str:
        return f"{row._meta.db_table}.{self.column}.{row.uid}"


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
