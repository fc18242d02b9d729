"""Take in the national register of divisions.

manage.py import_divisions divisions-2023.csv.xz [--under 150271] [--year 2023]
"""

import re
import resource
import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from grids.divisions import register
from grids.divisions.file import WrongFile
from grids.divisions.table import SHOWN


class Command(BaseCommand):
    help = "Take in the national register of divisions (csv or csv.xz: code,name,parent)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--under", default="", metavar="CODE", help="only this place")
        parser.add_argument(
            "--year", type=int, help="the register's year; else the one in the file's name"
        )
        parser.add_argument(
            "--retire-many", action="store_true", help="a tenth of all places may be gone"
        )

    def handle(self, *, file, under, year, retire_many, **options):
        started, self.shown = time.monotonic(), ""
        try:
            outcome = register.take_in(
                path=file,
                year=year or self.year_of(file),
                under=under,
                retire_many=retire_many,
                at=timezone.now(),
                progress=self.progress,
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except WrongFile as wrong:
            lines = [f"  {fault}" for fault in wrong.faults]
            raise CommandError("\n".join([f"Nothing was taken in: {wrong}.", *lines])) from None
        self.tell(outcome, time.monotonic() - started)

    def year_of(self, file):
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", file.name)
        if len(years) != 1:
            raise CommandError(f"Of which year is {file.name}? Say --year.")
        return int(years[0])

    def progress(self, step, share):
        """One line that is written over; in a log, one line for every step."""
        on_screen = self.stderr.isatty()
        line = f"{step} {share:4.0%}" if on_screen else step
        if line != self.shown:
            self.stderr.write(
                f"\r{line:<30}" if on_screen else line, ending="" if on_screen else "\n"
            )
            self.shown = line

    def tell(self, outcome, seconds):
        if self.stderr.isatty():
            self.stderr.write("")
        counted = ("created", "renamed", "moved", "retired", "reopened", "recognised")
        words = ", ".join(f"{getattr(outcome, each):,} {each}" for each in counted)
        self.stdout.write(words if outcome.changes else "Nothing to do.")
        self.some("Ended here, but the file lists them", outcome.ended_here)
        self.some("Gone, but something still hangs below them", outcome.still_held)
        self.stdout.write(
            f"{outcome.rows:,} rows in {seconds:.1f} s, at most {megabytes():.0f} MB of memory"
        )

    def some(self, words, codes):
        if codes:
            more = " …" if len(codes) == SHOWN else ""
            self.stdout.write(f"{words}: {', '.join(codes)}{more}")


def megabytes():
    """The most memory this process has held; Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
