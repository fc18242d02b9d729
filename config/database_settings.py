"""How we speak to each of the two databases; which one it is stands in DATABASE_URL."""

SQLITE = {
    # Writers wait for each other instead of failing, so every rule that rests on a row lock
    # in PostgreSQL rests on one writer at a time here.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # recursive_triggers: INSERT OR REPLACE must not slip past an append-only table.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    " PRAGMA recursive_triggers=ON;",
}
POSTGRESQL = {
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,  # a server that vanished behind the network is an error, not a wait
    "options": "-c statement_timeout=30s -c lock_timeout=5s"
    " -c idle_in_transaction_session_timeout=60s",
}


def complete(database: dict) -> None:
    """Put what we need into what DATABASE_URL says."""
    database["ATOMIC_REQUESTS"] = False
    embedded = database["ENGINE"].endswith("sqlite3")
    if not embedded:
        database.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    database.setdefault("OPTIONS", {}).update(SQLITE if embedded else POSTGRESQL)
