"""Many keys in pieces: no statement grows with the roster."""

from collections.abc import Iterable, Iterator

MANY = 500  # keys in one IN (…), which SQLite also takes


def in_pieces(keys: Iterable, size: int = MANY) -> Iterator[list]:
    keys = list(keys)
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
