"""Behind PgBouncer in transaction mode: what goes past it, and the limits of time it cannot carry.

A transaction has one session of the server, the next one may have another. Whatever outlasts a
transaction (a setting, a lock, a temporary table, a dump) would stay behind in a session that
somebody else gets next, so it goes straight to the server.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.database_settings import LIMITS

TURN = 20261128  # of those who set the limits
WHICH = """
    SELECT oid, pg_postmaster_start_time() FROM pg_database WHERE datname = current_database()
"""


def itself() -> BaseDatabaseWrapper:
    """The database without its pooler, for whoever opens connections of their own."""
    here = connections[DEFAULT_DB_ALIAS]
    return type(here)(_past(here), DEFAULT_DB_ALIAS) if settings.POOLED else here


@contextmanager
def past_it() -> Iterator[None]:
    """Django speaks with the database itself in here; never inside a transaction."""
    if not settings.POOLED:
        yield
        return
    here = connections[DEFAULT_DB_ALIAS]
    here.close()
    pooled, here.settings_dict = here.settings_dict, _past(here)
    try:
        yield
    finally:
        here.close()
        here.settings_dict = pooled


def _past(here: BaseDatabaseWrapper) -> dict:
    return {**here.settings_dict, **settings.DATABASE_ITSELF}


def leads_to_it() -> bool:
    """Whether both addresses are of one database: else backups would be of another one.

    Raises django.db.Error.
    """
    with closing(itself()) as straight:
        found = []
        for each in (connection, straight):
            with each.cursor() as cursor:
                cursor.execute(WHICH)
                found.append(cursor.fetchone())
    return found[0] == found[1]


@transaction.atomic
def limit_the_role() -> None:
    """Every session the pooler opens from now on has our limits; those somebody chose stay.

    Raises django.db.Error.
    """
    with connection.cursor() as cursor:
        # Held to the end of the transaction: two machines that start at once take turns.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        cursor.execute(
            "SELECT name, current_database() FROM pg_settings WHERE setting = '0' AND name = ANY(%s)",
            [list(LIMITS)],
        )
        for name, database in cursor.fetchall():
            where = f"CURRENT_USER IN DATABASE {connection.ops.quote_name(database)}"
            cursor.execute(f"ALTER ROLE {where} SET {name} = '{LIMITS[name]}'")
