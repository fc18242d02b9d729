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


def first_rows(user):
    """Register → the queryset a list begins with."""
    today = timezone.localdate()
    return {
        "contacts, newest first": Visit.objects.visible_to(user).newest_first(),
        "open cases, by deadline": Case.objects.visible_to(user).open().order_by("due_at", "pk"),
        "ended cases, newest first": Case.objects.visible_to(user)
        .filter(closed_at__isnull=False)
        .order_by("-closed_at", "-pk"),
        "people due, most pressing first": Person.objects.visible_to(user)
        .due(today)
        .order_by("tier_rank", "next_due_on", "pk"),
        "doors, in walking order": Dwelling.objects.visible_to(user).in_walking_order(),
    }


def measure(house):
    house.use("main")
    users = {level: house.user(level) for level in [*LEVELS, "mixed", "district"]}
    for register in first_rows(users["grid"]):
        ways = {level: read(users[level], register) for level in users}
        times = side_by_side(ways)
        for level in [*LEVELS[1:], "mixed", "district"]:
            yield Figure(
                f"{register}: {ROWS} rows for a {level} user",
                "for a grid user",
                times.database_ratio(level, "grid"),
                times.seconds(level),
                2.0 if level in LEVELS else None,
            )


def read(user, register):
    return lambda: list(first_rows(user)[register][:ROWS])
