"""Whom each worker of a street that has just opened has to contact in its first month.

Read from the house's own database by its own rules of tiers and calendar; who goes when they are
due, and again after the period of the tier, is counted by hand.
"""

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from tests.people.played import empty_house
from tests.residents.test_first_contacts import busiest

SHARE = 1.3
ROWS = """
import json
from datetime import timedelta
from django.utils import timezone
from grids import calendar
from grids.models import Area, Posting
from residents import tiers
from residents.models import Person

today = timezone.localdate()
street = Area.objects.get(code="{code}")
people = Person.objects.here().filter(township=street, next_due_on__isnull=False).exclude(tier="")
rows, places, days = [], {{}}, {{}}
for one in people.select_related("community"):
    place = places.setdefault(one.community_id, one.community)
    every = tiers.at(place).days(place)[one.tier]
    if every not in days:
        ahead = calendar.workdays(today, today + timedelta(days=every - 1), place=place)
        days[every] = len(ahead)
    rows.append([one.pk, one.grid_id, one.home_id, every, one.next_due_on.isoformat()])
posts = Posting.objects.filter(area__path__startswith=street.path, role="grid_worker")
workers = list(posts.values_list("user", "area"))
told = {{"today": today.isoformat(), "people": rows, "days": days, "workers": workers}}
print("due:" + json.dumps(told))
"""


@dataclass(frozen=True)
class Load:
    steady: float
    most: int
    door: int
    """People behind the door with the most of them."""

    @property
    def allowed(self):
        """A share above the steady load; or, where it is small, one whole door."""
        return max(SHARE * self.steady, math.ceil(self.steady) + self.door)


@dataclass(frozen=True)
class Month:
    people: int
    grids: list[Load]
    workers: list[Load]

    @property
    def is_even(self):
        return all(each.most <= each.allowed for each in [*self.grids, *self.workers])

    def __str__(self):
        parts = []
        for name, loads in (("grids", self.grids), ("workers", self.workers)):
            steady = [each.steady for each in loads]
            worst = max(loads, key=lambda each: each.most / each.steady)
            parts.append(
                f"{len(loads)} {name}, steady {min(steady):.1f} to {max(steady):.1f} a day, "
                f"worst {worst.most} at {worst.steady:.1f}"
            )
        return f"{self.people} to contact: {'; '.join(parts)}"


def read(house, street):
    """What `of` reads: who is due when, and whose grids are whose."""
    told = empty_house.command(house, "shell", "-v0", "-c", ROWS.format(code=street.code))
    [line] = [line for line in told.splitlines() if line.startswith("due:")]
    return json.loads(line.removeprefix("due:"))


def all_at_once(told):
    """The same people, all of them due on the first of those days."""
    day = min(row[4] for row in told["people"])
    return told | {"people": [[*row[:4], day] for row in told["people"]]}


def of(told):
    by_grid, by_worker = defaultdict(list), defaultdict(list)
    for row in told["people"]:
        by_grid[row[1]].append(row)
    for worker, grid in told["workers"]:
        by_worker[worker] += by_grid[grid]
    first = date.fromisoformat(told["today"])
    loads = [
        [_load(rows, told["days"], first) for rows in some.values() if rows]
        for some in (by_grid, by_worker)
    ]
    return Month(len(told["people"]), *loads)


def _load(rows, days, first):
    placed = {(pk, every, 0): date.fromisoformat(due) for pk, _grid, _home, every, due in rows}
    steady = sum(1 / days[str(every)] for _pk, _grid, _home, every, _due in rows)
    doors = Counter(home for _pk, _grid, home, _every, _due in rows)
    return Load(steady, busiest(placed, first), max(doors.values()))
