"""Bring the data of an earlier version to this one: a backup, the migrations, both audits.

    manage.py upgrade [--to FOLDER]

Stop the old version first; while it runs this refuses. Interrupted, it is simply run again.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import upgrading
from config.backup.databases import Failed
from config.backup.manifest import Refused


class Command(BaseCommand):
    help = "Back up, migrate, check. Refused while a worker of another version runs."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="where the backup goes (ZERENTIAN_BACKUPS)")
        parser.add_argument(
            "--without-backup", action="store_true", help="you have one that you have tried"
        )

    def handle(self, *, to, without_backup, **options):
        now = timezone.now()
        try:
            upgrading.must_be_alone(now)
            steps = upgrading.what_is_to_do()
            if steps and not without_backup:
                path = upgrading.back_up(to, at=now)
                self.stdout.write(f"Backed up: {path}")
            upgrading.migrate()
        except (Refused, Failed, OSError) as error:
            raise CommandError(f"Nothing was changed: {error}") from None
        self.stdout.write(f"{len(steps)} migrations done." if steps else "Nothing to migrate.")
        if wrong := upgrading.check(self.stdout.write):
            raise CommandError(wrong)
        self.stdout.write("All is well. Start the new version.")
