"""Print what we hold about people, for the impact assessment (PIPL 55, 56)."""

import csv
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from foundation.audit import personal_data


class Command(BaseCommand):
    help = (
        "Every field that holds personal data: level, purpose, basis, how long. "
        "With --overdue: which rows are there too long; exits with 1 if a job left any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--form", choices=["csv", "markdown"], default="markdown")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans")
        parser.add_argument("--overdue", action="store_true")

    def handle(self, *, form: str, language: str, overdue: bool, **options: Any) -> None:
        with translation.override(language):
            if overdue:
                self.tell_overdue()
            else:
                getattr(self, form)(list(personal_data.table()))

    def csv(self, rows: list[dict[str, str]]) -> None:
        writer = csv.DictWriter(self.stdout, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    def markdown(self, rows: list[dict[str, str]]) -> None:
        self.line(rows[0])
        self.line("---" for _ in rows[0])
        for row in rows:
            self.line(row.values())

    def line(self, cells: Iterable[str]) -> None:
        self.stdout.write(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")

    def tell_overdue(self) -> None:
        left = 0
        for each, rows in personal_data.overdue(timezone.now()):
            job = each.keep.job if each.keep else ""
            left += rows if job else 0
            self.stdout.write(f"{each.label}: {rows} ({f'job {job}' if job else 'no job yet'})")
        if left:
            sys.exit(1)
