"""Write a sealed backup into a folder; keep it on another machine.

    manage.py backup [FOLDER]          without one, into ZERENTIAN_BACKUPS

The clock does the same every night at half past two when ZERENTIAN_BACKUPS is set.
"""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import nightly, upgrading
from config.backup.databases import Failed
from config.backup.manifest import Refused
from foundation import house
from foundation.models import Backup


class Command(BaseCommand):
    help = "Write everything into one file that only the key on the printed sheet opens."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--night", type=date.fromisoformat, help="the one the clock claimed")

    def handle(self, *, folder, night, **options):
        try:
            upgrading.must_be_done()
        except Refused as error:
            raise CommandError(str(error)) from None
        if not house.is_home():
            raise CommandError(f"No backup was made: {house.SAY}.")
        folder = folder or (settings.BACKUP_FOLDER and Path(settings.BACKUP_FOLDER))
        if not folder:
            raise CommandError("Where to? Name a folder, or set ZERENTIAN_BACKUPS.")
        now = timezone.now()
        row = Backup.objects.get(night=night) if night else Backup(begun_at=now, beat_at=now)
        row.save()
        try:
            written = nightly.run(row, folder)
        except (Refused, Failed, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from None
        self.stdout.write(f"{written.path}: {written.size:,} bytes, {written.rows:,} rows.")
        self.stdout.write("Whether it can be brought back shows: manage.py verify_backup FILE.")
