"""Take in the days off and make-up days of one year.

manage.py import_calendar holidays-2027.csv [--year 2027]
"""

import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from grids import arranged_years, year_lists


class Command(BaseCommand):
    help = "Take in a year's days off and make-up days (csv: date, 休 or 班, on whose word)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, help="else the one in the file's name")

    def handle(self, *, file, year, **options):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{file} is not UTF-8. Save it as CSV UTF-8.") from None
        year = year or self.year_of(file)
        try:
            outcome = arranged_years.take_in(text=text, year=year, by=None, at=timezone.now())
        except year_lists.WrongYear as wrong:
            lines = [f"  {fault}" for fault in wrong.faults]
            raise CommandError("\n".join(["Nothing was taken in:", *lines])) from None
        self.stdout.write(
            f"{year}: {outcome.entered} days entered, {outcome.changed} changed, "
            f"{outcome.moved} deadlines moved"
        )

    def year_of(self, file):
        years = re.findall(r"(?<!\d)20\d\d(?!\d)", file.name)
        if len(years) != 1:
            raise CommandError(f"Of which year is {file.name}? Say --year.")
        return int(years[0])
