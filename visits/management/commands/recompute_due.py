"""Work out anew when everybody is due a contact; with --check only say what would differ.

manage.py recompute_due [--area CODE] [--check]

Ends with 1 when --check finds a difference. People are named by their uid, never by name.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.batches import in_pieces
from grids.models import Area, inside
from residents.models import Person
from visits import due_dates


class Command(BaseCommand):
    help = "Work out anew who is due a contact when, from all contacts, tags and rules."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", metavar="CODE", help="only who lives in this area")
        parser.add_argument("--check", action="store_true", help="write nothing, print differences")

    def handle(self, *, area: str | None, check: bool, **options: Any) -> None:
        people = Person.objects.order_by("pk")
        if area is not None:
            place = Area.objects.filter(code=area).first()
            if place is None:
                raise CommandError(f"There is no area {area}.")
            people = people.filter(inside(place))
        pks = list(people.values_list("pk", flat=True))
        if check:
            self.compare(pks)
            return
        now, changed = timezone.now(), 0
        for some in in_pieces(pks):  # each piece is whole by itself, and nobody waits for all
            changed += due_dates.recompute(some, at=now)
        self.stdout.write(f"{len(pks):,} people worked out anew, {changed:,} changed.")

    def compare(self, pks: list[int]) -> None:
        found = 0
        for line in due_dates.differences(pks, on=timezone.localdate()):
            found += 1
            self.stdout.write(f"{line.uid}  {line.column}: {line.stands} -> {line.follows}")
        if found:
            raise CommandError(f"{found:,} differences among {len(pks):,} people.")
        self.stdout.write(f"{len(pks):,} people are due as their contacts say.")
