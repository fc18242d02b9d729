"""How the queue is reached: files in the data folder, one Redis, or the one its Sentinels name."""

from pathlib import Path

FILES = "files://localhost/"  # foundation/work/file_broker.py
PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 5}  # seconds


def options(url: str, *, data: Path, master: str | None, password: str | None) -> dict:
    """What Celery's transport is told besides the address."""
    if not url:
        return {"folder": str(data / "queue"), "polling_interval": 0.2}
    of_redis = {"visibility_timeout": 300, **PATIENCE}
    if not master:
        return of_redis
    # The password in the address is that of Redis; Sentinels may have one of their own.
    of_sentinels = PATIENCE | ({"password": password} if password else {})
    return {**of_redis, "master_name": master, "sentinel_kwargs": of_sentinels}
