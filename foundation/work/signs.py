"""Signs of life: how far a worker is with a row, and that it is still there."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from foundation.models import Heartbeat
from foundation.snapshot import Write, on
from foundation.work.rows import Work


class TakenOver(Exception):
    """This worker was silent for too long: the row is another one's now, or has moved on."""


def silent(done: int, total: int | None = None) -> None:
    """For steps that are called without a worker."""


class Signs:
    """`signs(done, total)`, called every few seconds; also keeps others from taking the row.

    `write` is exchanged by a step whose own transaction only reads (foundation.snapshot). `tick`
    hears each sign, and how to write; the worker lets its heart beat in it.
    """

    def __init__(self, row: Work, tick: Callable[[Write], None] = lambda write: None):
        self.row, self.tick, self.write = row, tick, on(connection)
        self.total = row.total

    def __call__(self, done: int, total: int | None = None) -> None:
        """Raises TakenOver."""
        self.total = self.total if total is None else total
        if not self.write(self._update(), [done, self.total, _now(), *self._mine()]):
            raise TakenOver
        self.tick(self.write)

    def _update(self) -> str:
        meta: Any = self.row._meta
        done, total = (meta.get_field(name).column for name in ("done", "total"))
        return (
            f"UPDATE {meta.db_table} SET {done} = %s, {total} = %s, claimed_at = %s"  # noqa: S608 - a table of ours
            " WHERE id = %s AND state = %s AND tries = %s"
        )

    def _mine(self) -> list[Any]:
        return [self.row.pk, str(self.row.state), self.row.tries]


def beat(write: Write) -> None:
    """The heart of the worker beats on during long work, also beside a transaction that only reads."""
    table = Heartbeat._meta.db_table
    write(f"UPDATE {table} SET at = %s WHERE name = 'worker'", [_now()])  # noqa: S608 - a table of ours


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())
