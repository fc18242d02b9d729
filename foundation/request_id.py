"""Which request something belongs to: a word for people, lines of the log and work begun by it.

It is made here and by chance, so it says nothing about anybody; what a client sends by the name of
X-Request-ID is not read (decision 24). Short enough to be read out over the phone.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
LENGTH = 9
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Of the request, or of what it began; "" where there is none: the clock, the console."""
    return _current.get()


@contextmanager
def begun(known: str | None = None) -> Iterator[str]:
    """A new one for what happens in here, or the known one of the request that began it."""
    mark = _current.set(_new() if known is None else known)
    try:
        yield _current.get()
    finally:
        _current.reset(mark)


def _new() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
    return f"{letters[:4]}-{letters[4:]}"
