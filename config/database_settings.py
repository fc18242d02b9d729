"""How we speak to each of the two databases; which one it is stands in DATABASE_URL."""

SQLITE = {
    # Writers wait for each other instead of failing, so every rule that rests on a row lock
    # in PostgreSQL rests on one writer at a time here.
    "transaction_mode": "IMMEDIATE",
    "timeout": 8,  # seconds for the turn, and as many again for whoever holds the file without one
    # synchronous=FULL: what was acknowledged outlives a power cut, not only our own end.
    # recursive_triggers: INSERT OR REPLACE must not slip past an append-only table.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA recursive_triggers=ON;",
}
POSTGRESQL = {
    "connect_timeout": 2,
    # A server that vanished behind the network is an error, not a wait: while we send, and while
    # we wait for its answer.
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
"""How long a page may keep the database. A connection asks for them itself; a pooler's has them
from its role (config/serving/pooler.py)."""


def complete(database: dict, *, pooled: bool = False) -> None:
    """Put what we need into what an address of a database says."""
    database["ATOMIC_REQUESTS"] = False
    embedded = database["ENGINE"].endswith("sqlite3")
    # Kept between requests; asked whether it still is one before it is used again.
    database.update(CONN_MAX_AGE=None if embedded else 60, CONN_HEALTH_CHECKS=True)
    if embedded:
        database["ENGINE"] = "foundation.sqlite"  # Django's own, with a fair turn to write
    # The next transaction may have another session, in which no cursor of ours is open.
    database["DISABLE_SERVER_SIDE_CURSORS"] = pooled
    options = database.setdefault("OPTIONS", {})
    options.update(SQLITE if embedded else POSTGRESQL)
    if not embedded and not pooled:
        options["options"] = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
