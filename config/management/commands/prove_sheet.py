"""Once a year: whoever has the printed key sheet in their hands types one of its proof codes.

The office does the same on its page (config/backup/proving.py).
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import sheet
from config.backup.manifest import Refused


class Command(BaseCommand):
    help = "Prove that the printed key sheet is still there, by eight characters of it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", help="asked for when it is not given")

    def handle(self, *, code, **options):
        try:
            newest = sheet.newest()
        except Refused as error:
            raise CommandError(str(error)) from None
        if newest is None:
            raise CommandError(
                "There is no sheet yet. Print one: manage.py make_keys --paper FILE."
            )
        number = sheet.next_number(newest)
        if number is None:
            raise CommandError(
                "All proof codes of the sheet are used up. Print a new one: make_keys."
            )
        code = code or input(f"Proof code {number} of the sheet {newest.key_id}: ")
        try:
            sheet.prove(newest, number, code, by=None, at=timezone.now())
        except sheet.WrongCode:
            raise CommandError(
                f"This is not proof code {number} of the sheet {newest.key_id}. If the sheet is lost, print "
                "a new one today: without it no backup can be opened."
            ) from None
        self.stdout.write("The sheet is there. Asked again in a year.")
