"""Bring everything back from a backup, into an empty database and an empty data folder.

    manage.py restore FILE             asks for the lines R-1/4 … of the printed sheet
    manage.py restore FILE --sheet TEXT

On a machine that has nothing yet: `python3 bootstrap.py restore FILE`, which takes all keys from
the sheet. It may be interrupted and started again. What comes back says nothing to anybody until
`manage.py this_is_the_house`.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import asking, restoring
from config.backup.databases import Failed
from config.backup.manifest import Refused


class Command(BaseCommand):
    help = "Bring everything back from a backup, where there is nothing yet."
    requires_system_checks = []

    def add_arguments(self, parser):
        asking.add_arguments(parser)

    def handle(self, *, file, sheet, **options):
        try:
            private = asking.recovery_key(file, sheet, say=self.stdout.write)
            found = restoring.restore(file, private, at=timezone.now(), say=self.stdout.write)
        except restoring.NotWhole as error:
            raise CommandError(
                f"Everything came back as it was in the backup, but it was not whole: {error}"
            ) from None
        except (Refused, Failed, OSError) as error:
            raise CommandError(str(error)) from None
        rows = sum(found["rows"].values())
        self.stdout.write(f"All of it is back: {rows:,} rows as of {found['made_at']}.")
        self.stdout.write(
            "It says nothing to anybody yet: no texts, no clock, no backup. When this is the house from "
            "now on, and no other one is running: manage.py this_is_the_house."
        )
