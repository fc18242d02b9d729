"""A long change in a short turn: rehearsed on a copy, then only its statements are repeated.

On SQLite everybody waits while somebody writes, and most of a long change is not the database's
work but ours: rows made, hashed and written out. So the change is made on a copy of the file, where
nobody waits, and every statement is noted with what the database answered. Then the same
statements are sent to the real file in one transaction. As long as each is answered as it was on
the copy, what we ask next is what we would have asked, keys that were given out included; at the
first other answer nothing is kept and `Differs` is raised.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from django.db import connections, transaction
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

Answer = TypeVar("Answer")
MEMORY = -128_000  # pages held while the statements are repeated; negative: kB


class Differs(Exception):
    """Since the copy was made somebody changed what this rests on; nothing was written."""


class Said(NamedTuple):
    """A statement, and a hash of the rows and the count it was answered with."""

    sql: str
    values: Any
    many: bool
    answer: int


def rehearsed(change: Callable[[], Answer], *, using: str = "default") -> Answer:
    """What `change()` answers, done all or not at all; it may only speak to this database.

    It runs once, so Python's side of it is as if it had run on the real file. Raises Differs, and
    what `change` raises. On PostgreSQL, or inside a transaction, it is merely atomic.
    """
    database: Any = connections[using]
    if database.vendor != "sqlite" or database.in_atomic_block or database.is_in_memory_db():
        with transaction.atomic(using):
            return change()
    script: list[Said] = []
    with _on_a_copy(database, script), transaction.atomic(using):
        script.clear()  # of BEGIN
        answer = change()
        if database.run_on_commit:
            raise NotImplementedError("what follows a commit cannot be rehearsed")
    with _much_memory(database), transaction.atomic(using), database.cursor() as cursor:
        for said in script:
            if _answer(cursor.cursor, said) != said.answer:
                raise Differs
    return answer


@contextmanager
def _much_memory(database: Any) -> Iterator[None]:
    """So that no page of an index is read and written twice while others wait."""
    raw = database.connection
    before = raw.execute("PRAGMA cache_size").fetchone()[0]
    raw.execute(f"PRAGMA cache_size={MEMORY}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA cache_size={before}")
        raw.execute("PRAGMA shrink_memory")


def _answer(cursor: Any, said: Said) -> int:
    """Rows as they come, without Django between."""
    (cursor.executemany if said.many else cursor.execute)(said.sql, said.values)
    return hash((tuple(cursor.fetchall()), cursor.rowcount))


@contextmanager
def _on_a_copy(database: Any, script: list[Said]) -> Iterator[None]:
    """The connection is one to a copy meanwhile, and notes down what is said."""
    database.ensure_connection()
    kept = {name: getattr(database, name) for name in ("connection", "turn", "create_cursor")}
    copy = _copy_of(database)
    database.connection, database.turn = copy, None
    database.create_cursor = lambda name=None: Noting(copy, script)
    try:
        yield
    finally:
        del database.create_cursor
        database.connection, database.turn = kept["connection"], kept["turn"]
        copy.close()


def _copy_of(database: Any) -> sqlite3.Connection:
    """In a file without a name, beside the original: nobody else opens it, a kill leaves nothing."""
    folder = os.path.dirname(os.path.abspath(database.settings_dict["NAME"]))
    os.environ.setdefault("SQLITE_TMPDIR", folder)
    copy: sqlite3.Connection = database.open("")
    copy.execute("PRAGMA synchronous=OFF")
    database.connection.backup(copy)
    return copy


class Noting(SQLiteCursorWrapper):
    """Fetches at once, notes the answer, and hands it out as asked for."""

    def __init__(self, copy: sqlite3.Connection, script: list[Said]):
        super().__init__(copy)
        self.script = script
        self.rows: Iterator[Any] = iter(())

    def execute(self, query: str, params: Any = None) -> "Noting":
        super().execute(query, params)
        return self._note(query, params, many=False)

    def executemany(self, query: str, param_list: Any) -> "Noting":
        values = list(param_list)
        super().executemany(query, values)
        return self._note(query, values, many=True)

    def _note(self, sql: str, values: Any, *, many: bool) -> "Noting":
        rows = super().fetchall()
        self.rows = iter(rows)
        self.script.append(Said(sql, values, many, hash((tuple(rows), self.rowcount))))
        return self

    def fetchone(self) -> Any:
        return next(self.rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = size or self.arraysize
        return [row for _, row in zip(range(wanted), self.rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self.rows)

    def __iter__(self) -> Any:
        return self.rows

    def __next__(self) -> Any:
        return next(self.rows)
