"""Seal ID numbers, phones and rosters again with the first key of ZERENTIAN_FIELD_KEYS.

1. Put a new key in front of the others and start all processes again:
   ZERENTIAN_FIELD_KEYS=k2:…,k1:…   (or change ZERENTIAN_FIELD_CIPHER)
2. manage.py rotate_keys, as often as it takes until it says that nothing is left.
3. Take the old keys out. Backups from before still need them.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.sealing import rotation

NAMED = 20


class Command(BaseCommand):
    help = "Seal everything again with the newest key. Can be stopped and repeated at any time."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        self.shown = ""
        outcome = rotation.rotate(self.progress)
        self.stdout.write(f"{outcome.resealed:,} values sealed again.")
        for column, pk in sorted(outcome.unreadable, key=str)[:NAMED]:
            self.stdout.write(f"cannot be read with the keys we have: {column}, row {pk}")
        if left := rotation.left():
            for (name, key), count in sorted(left.items()):
                self.stdout.write(f"{count:>10,}  {name} under {key}")
            raise CommandError("Values are left under other keys: keep those, and run this again.")
        self.stdout.write("Nothing is left under another key.")

    def progress(self, column: rotation.SealedColumn, done: int, total: int) -> None:
        """One line for every hundredth, written over on a screen."""
        line = f"{column} {done / total:4.0%}"
        if line != self.shown:
            on_screen = self.stderr.isatty()
            self.stderr.write(f"\r{line}" if on_screen else line, ending="" if on_screen else "\n")
            self.stderr.flush()
            self.shown = line
