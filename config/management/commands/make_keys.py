"""Make a recovery key and print it, with all keys of this house, as a sheet for the safe.

    manage.py make_keys --paper FILE.html      a page to print: print it, then delete the file
    manage.py make_keys                        the same as text

The house keeps only the public half: it can seal backups and open none. Each call makes a new key;
backups of before still need the sheet of before.
"""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from config.backup import printing, sheet


class Command(BaseCommand):
    help = "Make the recovery key of the backups and print it, with all keys, for the safe."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--paper", type=Path, metavar="FILE", help="an HTML page to print")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans")

    def handle(self, *, paper, language, **options):
        made, private, codes = sheet.make(at=timezone.now())
        if paper is None:
            self.stdout.write(printing.as_text(made, private, codes))
        else:
            with translation.override(language):
                self.write(paper, printing.as_page(made, private, codes))
        sheet.keep(made)  # last: what nobody could print is not sealed to
        if paper:
            self.stdout.write(f"{paper}: print it, put it in the safe, and delete the file.")
        self.stdout.write(f"From now on backups are sealed to the recovery key {made.key_id}.")

    def write(self, path, page):
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(page)
        except FileExistsError:
            raise CommandError(f"{path} is there already. Choose another name.") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
