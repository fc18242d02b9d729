"""A backup every night, in a process of its own, and which of them are kept."""

import subprocess
import sys
import time as seconds
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from config.backup import databases, writing
from config.backup.manifest import Refused
from foundation import house
from foundation.models import Backup
from tools.processes import die_with_parent

BEGINS = time(2, 30)
SILENT = timedelta(minutes=10)  # then whoever wrote it is gone
AGAIN = timedelta(hours=1)  # after one that failed
DAILY, WEEKLY, MONTHLY = 7, 5, 12
NAME = "zerentian-{night}.backup"
BEAT = 5  # seconds


def tend(at: datetime) -> None:
    """With each tick of the clock: whether tonight's backup is to begin, here and now."""
    if not settings.BACKUP_FOLDER or timezone.localtime(at).time() < BEGINS:
        return
    if house.is_home() and _claim(timezone.localdate(at), at):
        _begin(timezone.localdate(at))


def _claim(night, at):
    """Whether it is this worker that begins; a row decides."""
    fresh = Backup(night=night, begun_at=at, beat_at=at)
    with transaction.atomic():
        row, made = Backup.objects.select_for_update().get_or_create(
            night=night, defaults={"begun_at": at, "beat_at": at}
        )
        if made:
            return True
        gone = Q(ended_at=None, beat_at__lt=at - SILENT)
        failed = ~Q(error="") & Q(ended_at__lt=at - AGAIN)
        mine = Backup.objects.filter(gone | failed, pk=row.pk, tries__lt=fresh.MOST_TRIES)
        return bool(mine.update(tries=F("tries") + 1, beat_at=at, ended_at=None, error=""))


def _begin(night):
    command = [sys.executable, "manage.py", "backup", "--night", night.isoformat()]
    subprocess.Popen(  # it writes its end into its row; nobody waits for it
        command,
        cwd=settings.ROOT,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent(15),
    )


def run(row: Backup, folder: Path) -> writing.Written:
    """Write the backup that `row` stands for, which says how it went; then let old nights go.

    Raises Refused, Failed (of databases) and OSError.
    """
    name = f"{row.night}" if row.night else f"{timezone.localtime(row.begun_at):%Y-%m-%d-%H%M%S}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = writing.write(
            folder / NAME.format(night=name), at=timezone.now(), beat=_beats_of(row)
        )
        if row.night:
            prune(folder)
    except (Refused, databases.Failed, OSError) as error:
        _note(row, error=str(error).partition("\n")[0][:200])
        raise
    _note(row, file_name=written.path.name, size=written.size)
    return written


def _beats_of(row):
    """Now and then its row says that it is still being written."""
    told = seconds.monotonic()

    def beat():
        nonlocal told
        if seconds.monotonic() - told > BEAT:
            told = seconds.monotonic()
            Backup.objects.filter(pk=row.pk).update(beat_at=timezone.now())

    return beat


def _note(row, **facts):
    Backup.objects.filter(pk=row.pk).update(ended_at=timezone.now(), **facts)


def kept(nights: Iterable[date]) -> set[date]:
    """Of seven days, the newest of each of five weeks, the newest of each of twelve months."""
    newest_first = sorted(set(nights), reverse=True)
    weeks = {night.isocalendar()[:2]: night for night in reversed(newest_first)}
    months = {(night.year, night.month): night for night in reversed(newest_first)}
    return {
        *newest_first[:DAILY],
        *sorted(weeks.values(), reverse=True)[:WEEKLY],
        *sorted(months.values(), reverse=True)[:MONTHLY],
    }


def prune(folder: Path) -> list[Path]:
    """Only backups of nights go; what somebody asked for stays until somebody deletes it."""
    nights = {night: path for path in folder.iterdir() if (night := night_of(path))}
    gone = [nights[night] for night in sorted(set(nights) - kept(nights))]
    for path in gone:
        path.unlink()
    return gone


def night_of(path: Path) -> date | None:
    try:
        night = date.fromisoformat(path.name[len("zerentian-") :][:10])
    except ValueError:
        return None
    return night if path.name == NAME.format(night=night) else None
