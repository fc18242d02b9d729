"""Working out when somebody is due: everybody of a street, and one person somebody touched."""

from itertools import cycle

from django.utils import timezone

from bench.measure import Figure, side_by_side
from residents.models import Person
from visits import due_dates


def measure(house):
    house.use("main")
    people = list(Person.objects.here().order_by("pk").values_list("pk", flat=True))
    now, touched = timezone.now(), cycle(people)
    due_dates.recompute(people, at=now)
    columns = ["pk", "tier", "last_contact_on", "next_due_on"]
    ways = {
        "all": lambda: due_dates.recompute(people, at=now),
        "read": lambda: list(Person.objects.here().order_by("pk").values_list(*columns)),
    }
    times = side_by_side(ways)
    yield Figure(
        f"everybody's day worked out anew, {len(people):,} people",
        "reading these columns of everybody",
        times.ratio("all", "read"),
        times.seconds("all"),
        None,
    )
    ways = {
        "one": lambda: due_dates.recompute([next(touched)], at=now),
        "row": lambda: Person.objects.get(pk=next(touched)),
    }
    times = side_by_side(ways)
    yield Figure(
        "the day of one person somebody touched",
        "reading their entry",
        times.ratio("one", "row"),
        times.seconds("one"),
        20.0,
        note=f"{times.queries['one']} statements",
    )
