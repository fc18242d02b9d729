"""When several people reach for the same rows at once, they wait; nobody gets an error page."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection

TRIES = 3
LONGEST_PAUSE = 0.05  # seconds; times the number of the try

# PostgreSQL: deadlock found, could not serialise, waited too long for a lock, and a key that
# another transaction committed a moment before us. After the last of these we find its row.
DEADLOCK, SERIALIZATION, LOCK_TIMEOUT, UNIQUE = "40P01", "40001", "55P03", "23505"
WORTH_ANOTHER_TRY = {DEADLOCK, SERIALIZATION, LOCK_TIMEOUT, UNIQUE}
# SQLite has waited its twenty seconds already (settings.DATABASES).
SQLITE_BUSY = "SQLITE_BUSY"

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Busy(Exception):
    """Others were in the way for too long; nothing was changed, the same request may come again."""


def patiently(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Call again after a deadlock, a lock timeout or a lost race, at most three times in all.

    Only the outermost transaction can be repeated, so inside another one errors just pass
    through to it. What is called must be safe to repeat. Raises Busy.
    """

    @wraps(function)
    def wrapper(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        for number in range(1, TRIES + 1):
            try:
                return function(*args, **kwargs)
            except (OperationalError, IntegrityError) as error:
                code = _code(error)
                if code not in WORTH_ANOTHER_TRY | {SQLITE_BUSY} or (
                    code == UNIQUE and number == TRIES
                ):
                    raise
                if number == TRIES or code == SQLITE_BUSY:
                    raise Busy from error
            time.sleep(random.uniform(0, LONGEST_PAUSE * number))  # noqa: S311 - only a pause
        raise Busy  # never comes to this: the last try returns or raises

    return wrapper


def _code(error: Exception) -> str | None:
    cause = error.__cause__
    return getattr(cause, "pgcode", None) or getattr(cause, "sqlite_errorname", None)
