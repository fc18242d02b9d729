"""What a backup says of itself, and why it cannot be brought back here."""

from datetime import datetime

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from foundation.sealing import fingerprints

FORMAT = 1


class Refused(Exception):
    """Nothing was changed; the text is a sentence that says what to do."""


def of_this_house(*, engine: str, migrations: list, rows: dict[str, int], at: datetime) -> dict:
    """`rows` is how many rows each table has, `migrations` pairs of app and name."""
    return {
        "format": FORMAT,
        "version": settings.VERSION,
        "engine": engine,
        "made_at": at.isoformat(),
        "keys": fingerprints(),
        "migrations": migrations,
        "rows": rows,
    }


def must_fit(manifest: dict, *, engine: str) -> None:
    """Raises Refused."""
    if manifest["format"] > FORMAT or _is_newer(manifest["version"]) or _unknown(manifest):
        raise Refused(
            f"This backup was made by version {manifest['version']}, which is newer than this one "
            f"({settings.VERSION}). Install that version or a later one first."
        )
    if manifest["engine"] != engine:
        raise Refused(
            f"This backup holds a {manifest['engine']} database, and DATABASE_URL names a {engine} "
            "one. Give it a database of the same kind."
        )
    ours = fingerprints()
    if wrong := [name for name, print in manifest["keys"].items() if ours.get(name) != print]:
        raise Refused(
            f"The keys of this installation are not those of the backup ({', '.join(wrong)}): what is "
            "sealed in it could never be read. Type the keys from the printed sheet: "
            "`bootstrap.py restore FILE`."
        )


def _is_newer(version):
    return _numbers(version) > _numbers(settings.VERSION)


def _numbers(version):
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _unknown(manifest):
    """Migrations of ours that this code does not have."""
    known = MigrationLoader(None).disk_migrations
    ours = [tuple(each) for each in manifest["migrations"] if each[0] in settings.HOUSE_APPS]
    return [each for each in ours if each not in known]
