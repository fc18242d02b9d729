"""Whether this is the house, or a copy of it, which must say nothing to anybody.

A house that was restored or copied has the texts, the reminders and the numbers of the first one,
and would tell everybody everything once more. So the database knows where the house stands: a row
with a keyed hash of a mark in the data folder, of where that folder and that mark lie on this
machine, and of the database itself. None of it comes along: a copied folder lies elsewhere, a copied mark is
another file, a restored dump is another database. Where no row fits nothing is sent and
the clock does nothing, until somebody says on the console that this is the house.

What nobody can tell from the house is a whole machine copied with its disk and started again. Each
further machine with a data folder of its own says once that it belongs (`this_is_the_house --also`).
"""

import logging
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from foundation.models import HousePlace
from foundation.sealing import key_for, keyed_hash

log = logging.getLogger("zerentian")
SAY = "this is a restored or copied house; `manage.py this_is_the_house` lets it speak"
MARK = "house"
MACHINE = Path("/etc/machine-id")


def is_home() -> bool:
    """Whether this is the house; where nobody said anything yet, it is."""
    if being_restored().exists():
        return False
    places = set(HousePlace.objects.values_list("place", flat=True))
    return not places or _place() in places


def being_restored() -> Path:
    """A file that is there from the first step of bringing a backup back to the last."""
    return Path(settings.DATA) / "restoring"


def only_at_home(job: Callable[..., None]) -> Callable[..., None]:
    """For what the clock starts: elsewhere it does nothing, and the log says why.

    The first worker that ticks in a new database makes its place the house's.
    """

    @wraps(job)
    def does(*args: object) -> None:
        if is_home():
            _settle()
            job(*args)
        else:
            log.warning("%s did nothing: %s", job.__name__, SAY)

    return does


def _settle() -> None:
    if not HousePlace.objects.exists():
        place = HousePlace(place=_place(), since_at=timezone.now())
        HousePlace.objects.bulk_create([place], ignore_conflicts=True)


@transaction.atomic
def move_in(*, at: datetime, also: bool = False) -> None:
    """From now on this is the house; `also` leaves it where it is, too."""
    if not also:
        HousePlace.objects.exclude(place=_place()).delete()
    HousePlace.objects.get_or_create(place=_place(), defaults={"since_at": at})


@transaction.atomic
def move_out(*, at: datetime) -> None:
    """Nowhere is the house any more, until somebody says where."""
    HousePlace.objects.all().delete()
    HousePlace.objects.create(place=HousePlace.RESTORED, since_at=at)


def _place() -> str:
    mark = _mark()
    machine = MACHINE.read_text().strip() if MACHINE.exists() else ""
    there = [mark.read_text(), str(mark.stat().st_ino), str(mark.resolve()), machine, _database()]
    return keyed_hash(key_for("house"), "\0".join(there).encode()).hex()


def _mark() -> Path:
    """The file in the data folder; whoever makes it first makes it whole."""
    mark = Path(settings.DATA) / MARK
    if not mark.exists():
        draft = mark.with_name(f"{MARK}.{secrets.token_hex(8)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(16))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, mark)
        except FileExistsError:
            pass  # another process was first
        finally:
            draft.unlink()
    return mark


def _database() -> str:
    """What tells this database from a copy of it: its number in the cluster, or its file's."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            return str(cursor.fetchone()[0])
    file = Path(str(connection.settings_dict["NAME"]))
    return str(file.stat().st_ino) if file.exists() else ""
