"""From an earlier version to this one, with a way back."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config.backup import audits, writing
from config.backup.manifest import Refused
from config.serving import pooler
from foundation.models import Heartbeat

ALIVE = timedelta(seconds=60)


def must_be_alone(at: datetime) -> None:
    """Raises Refused while a worker of another version gives signs of life.

    Read past the models: the tables are still those of the version before.
    """
    table = Heartbeat._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return
        columns = {
            each.name for each in connection.introspection.get_table_description(cursor, table)
        }
        version = "version" if "version" in columns else "''"
        newest = connection.ops.adapt_datetimefield_value(at - ALIVE)
        cursor.execute(f"SELECT {version} FROM {table} WHERE at > %s", [newest])  # noqa: S608 - ours
        versions = [version for (version,) in cursor.fetchall()]
    for version in versions:
        if version != settings.VERSION:
            raise Refused(
                f"A worker of {f'version {version}' if version else 'an earlier version'} was there less "
                "than a minute ago. Stop every process of the old version, wait a minute, and run "
                "this again."
            )


def what_is_to_do() -> list:
    """The migrations that are not applied yet. Raises Refused when the data is of a later version."""
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    applied = [
        each for each in executor.loader.applied_migrations if each[0] in settings.HOUSE_APPS
    ]
    if any(each not in known for each in applied):
        raise Refused(
            "The data is of a later version than this program. Install that version, or restore a "
            "backup from before."
        )
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def must_be_done() -> None:
    """Raises Refused while tables are those of an earlier version."""
    if what_is_to_do():
        raise Refused("The tables are of an earlier version. First: manage.py upgrade.")


def back_up(folder: Path | None, *, at: datetime) -> Path:
    """Named after the moment and the version that comes. Raises Refused, Failed, OSError."""
    folder = folder or (Path(settings.BACKUP_FOLDER) if settings.BACKUP_FOLDER else None)
    if folder is None:
        raise Refused("Where does the backup go? upgrade --to FOLDER, or set ZERENTIAN_BACKUPS.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"zerentian-{timezone.localtime(at):%Y-%m-%d-%H%M%S}-before-{settings.VERSION}.backup"
    return writing.write(folder / name, at=at).path


def migrate() -> None:
    with pooler.past_it():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # our limit is for pages
                cursor.execute("SET statement_timeout = 0")
        call_command("migrate", interactive=False, verbosity=0)


def check(say: audits.Say) -> str:
    """What is wrong, or nothing."""
    wrong = [audits.of_the_book(say), audits.of_the_record(say)]
    return " ".join(filter(None, wrong))
