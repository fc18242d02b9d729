"""Many keys in pieces: no statement grows with what was sent."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

Key = TypeVar("Key")

MANY = 500  # keys in one IN (…), which SQLite also takes


def in_pieces(keys: Iterable[Key], size: int = MANY) -> Iterator[list[Key]]:
    keys = list(keys)
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
