"""Telling a database that is away or held from a mistake of ours.

Away: stopped, restarting, unreachable, full, with too many connections. Held: others had the rows,
or the file, for longer than anybody waits. Both pass, and the same request may come again.
"""

from django.db import InterfaceError, OperationalError

# The first two characters of an SQLSTATE (PostgreSQL, appendix A): connection, rollback for
# others' sake, resources, object in use or lock not given, operator's intervention, system error.
PASSES = ("08", "40", "53", "55", "57", "58")
# SQLite's result codes; the others, like SQLITE_ERROR for a missing table, are mistakes.
SQLITE_PASSES = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_PROTOCOL",
    "SQLITE_READONLY",  # what a file system becomes that has met errors
)
SQLITE_FULL, POSTGRESQL_FULL = "SQLITE_FULL", "53100"


def passes(error: BaseException | None) -> bool:
    """Whether this error, or the one it was raised from, says that the database is away or held."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return _passes(error.__cause__ or error)
        error = error.__cause__
    return False


def says_full(error: BaseException) -> bool:
    """Whether the database itself says that there is no room: by its code, in whatever language it speaks.

    Of this error or of the one it was raised from; only a connection that was never made has no
    code, and PostgreSQL then has not looked at its disk yet.
    """
    for each in filter(None, (error, error.__cause__)):
        if getattr(each, "sqlite_errorname", None) == SQLITE_FULL:
            return True
        if getattr(each, "pgcode", None) == POSTGRESQL_FULL:
            return True
    return False


def _passes(cause: BaseException) -> bool:
    if name := getattr(cause, "sqlite_errorname", None):
        return str(name).startswith(SQLITE_PASSES)
    # A connection that is lost, or was never made, has no SQLSTATE.
    code = getattr(cause, "pgcode", None)
    return code is None or str(code).startswith(PASSES)
