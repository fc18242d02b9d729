"""Is the record whole? Ends with 1 and a table when it is not.

manage.py verify_record --heads FILE --write-heads FILE

Run it every hour with a file on another machine: what the database can no longer show by itself,
a tail that was cut off or a chain written anew, is found against the ends in that file.
"""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.audit.verify import Check, End, Finding, read_ends, write_ends


class Command(BaseCommand):
    help = "Read the record of looks, changes and exports, and say what does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="the ends of the chains as written before")
        parser.add_argument(
            "--write-heads", type=Path, help="where to write the ends; checked first if it is there"
        )

    def handle(self, *, heads: Path | None, write_heads: Path | None, **options: Any) -> None:
        started, outside = time.monotonic(), list[End]()
        try:
            for path in {heads, write_heads}:
                if path and (path == heads or path.exists()):
                    outside += read_ends(path)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        check = Check(outside)
        seconds = time.monotonic() - started
        read = f"{check.rows:,} rows in {check.chains:,} chains read in {seconds:.1f} s"
        if check.findings:
            self.table(check.findings)
            raise CommandError(f"{len(check.findings):,} findings; {read}.")
        self.stdout.write(f"The record is whole: {read}.")
        if not outside:
            self.stdout.write("Whether a tail was cut off shows only against --heads FILE.")
        if write_heads:
            write_ends(write_heads, check)

    def table(self, findings: list[Finding]) -> None:
        self.stdout.write(f"{'chain':<16}{'row':>10}  what")
        for finding in findings:
            self.stdout.write(f"{finding.scope:<16}{finding.number:>10}  {finding.what}")
