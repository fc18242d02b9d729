"""Whether a backup could be brought back: read to its end, on any machine that has the keys."""

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import asking, databases, manifest, reading
from config.backup.databases import Failed
from config.backup.manifest import Refused


class Command(BaseCommand):
    help = "Read a backup to its end and say whether it is whole. Changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        asking.add_arguments(parser)

    def handle(self, *, file, sheet, **options):
        try:
            private = asking.recovery_key(file, sheet, say=self.stdout.write)
            with tempfile.TemporaryDirectory() as folder:
                found = reading.unpack(file, private, Path(folder), fits=self.fits, files=False)
                whole = databases.is_whole(Path(folder) / "database", found["engine"])
        except (Refused, Failed, OSError) as error:
            raise CommandError(str(error)) from None
        if not whole:
            raise CommandError(f"{file} opens, but the database in it is broken. Take another.")
        rows = sum(found["rows"].values())
        self.stdout.write(
            f"Whole: {rows:,} rows as of {found['made_at']}, by version {found['version']}."
        )

    def fits(self, found):
        manifest.must_fit(found, engine=found["engine"])
