"""Reading for a while as if the world stood still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# write(sql, values) -> how many rows changed.
Write = Callable[[str, list[Any]], int]


@contextmanager
def one_moment() -> Iterator[Write]:
    """Everything read inside is the database of one moment; nothing can be written.

    PostgreSQL gives a REPEATABLE READ transaction, SQLite a deferred one, which holds up no
    writer. Inside somebody else's transaction their moment is the one that counts. Yields
    `beside(sql, values)`, which writes at once, on a connection of its own.
    """
    if connection.in_atomic_block:
        yield on(connection)
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _on_another
    else:
        with connection.cursor() as cursor:
            # Django would begin to write at once, and everybody else would wait.
            cursor.execute("BEGIN DEFERRED")
            try:
                yield _on_another
            finally:
                cursor.execute("ROLLBACK")


def on(database: Any) -> Write:
    def write(sql: str, values: list[Any]) -> int:
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)

    return write


def _on_another(sql: str, values: list[Any]) -> int:
    other = connection.copy()
    try:
        return on(other)(sql, values)
    finally:
        other.close()
