"""What is written to disk can only be read with a key that is not there."""

from foundation.sealing.columns import (
    CIPHERS,
    CannotOpen,
    Sealed,
    blind_index,
    fingerprints,
    key_for,
    keyed_hash,
    newest,
    seal,
    unseal,
)

__all__ = [
    "CIPHERS",
    "CannotOpen",
    "Sealed",
    "blind_index",
    "fingerprints",
    "key_for",
    "keyed_hash",
    "newest",
    "seal",
    "unseal",
]
