"""The first rows of each register straight from its queryset: what scoping by columns costs.

Beside the pages of bench/measurements/pages.py, where templates take their share, this is the query alone,
also for somebody with posts on two levels and for a district of many streets.
"""

from django.utils import timezone

from bench.dataset.house import LEVELS
from bench.measure import Figure, side_by_side
from cases.models import Case
from residents.models import Dwelling, Person
from visits.models import Visit

ROWS = 25


def first_rows(reader):
    """Register → the queryset a list begins with."""
    today = timezone.localdate()
    return {
        "contacts, newest first": Visit.objects.visible_to(reader).newest_first(),
        "open cases, by deadline": Case.objects.visible_to(reader).open().order_by("due_at", "pk"),
        "ended cases, newest first": Case.objects.visible_to(reader)
        .filter(closed_at__isnull=False)
        .order_by("-closed_at", "-pk"),
        "people due, most pressing first": Person.objects.visible_to(reader)
        .due(today)
        .order_by("tier_rank", "next_due_on", "pk"),
        "doors, in walking order": Dwelling.objects.visible_to(reader).in_walking_order(),
    }


def measure(house):
    house.use("main")
    readers = {level: house.reader(level) for level in [*LEVELS, "mixed", "district"]}
    for register in first_rows(readers["grid"]):
        ways = {level: read(readers[level], register) for level in readers}
        times = side_by_side(ways)
        for level in [*LEVELS[1:], "mixed", "district"]:
            yield Figure(
                f"{register}: {ROWS} rows for a {level} user",
                "for a grid user",
                times.database_ratio(level, "grid"),
                times.seconds(level),
                2.0 if level in LEVELS else None,
            )


def read(reader, register):
    return lambda: list(first_rows(reader)[register][:ROWS])
