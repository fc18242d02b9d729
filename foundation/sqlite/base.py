"""Every write waits its turn: a transaction from BEGIN to its end, a lone statement by itself.

Web, worker and commands all come through here, so none of them can starve another. A connection
may be kept between requests (closing the last one costs more than a write): whether it still is
one to the file of that name is asked before it is used again.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from foundation.sqlite.turn import Turn

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b", re.IGNORECASE)
BESIDE = "-turn"  # the name of the file that numbers are drawn from, after the database's own


class DatabaseWrapper(base.DatabaseWrapper):
    """OPTIONS "timeout": seconds to wait for the turn, and for whoever holds the file without one."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.turn: Turn | None = None
        self.execute_wrappers.append(self._alone)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        path = os.fspath(conn_params["database"])
        if not self.is_in_memory_db() and not path.startswith("file:"):
            self.turn = Turn(path + BESIDE)
        self._patience = conn_params.get("timeout", 5.0)
        connection = super().get_new_connection(conn_params)
        self._opened = self._there()
        return connection

    def open(self, path: str) -> Any:
        """Another file as we open our own, without a turn; the caller closes it."""
        return super().get_new_connection({**self.get_connection_params(), "database": path})

    def is_usable(self) -> bool:
        """Not when another file was put in its place, nor when somebody left a transaction open."""
        return not self.connection.in_transaction and self._there() == self._opened

    def _there(self) -> tuple[int, int] | None:
        """Which file has our name now."""
        try:
            found = os.stat(self.settings_dict["NAME"])
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs lack these
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # where it fails a rollback follows
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self.turn:
                self.turn.close()

    @contextmanager
    def without_turn(self) -> Iterator[None]:
        """For what is written to temporary tables, which nobody else can wait for."""
        turn, self.turn = self.turn, None
        try:
            yield
        finally:
            self.turn = turn

    def _alone(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """A statement without a transaction is one."""
        if self.turn is None or self.turn.number or self.in_atomic_block or not WRITES.match(sql):
            return execute(sql, params, many, context)
        self._take()
        try:
            return execute(sql, params, many, context)
        finally:
            self._leave()

    def _take(self) -> None:
        if self.turn:
            self.turn.take(self._patience)

    def _leave(self) -> None:
        if self.turn:
            self.turn.leave()
