"""First contacts against the register: what is due in a grid already, and when somebody works."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q

from grids import calendar
from residents import care, tiers
from residents.first_contacts.spreading import Days, Door
from residents.models import Person


class Waiting(NamedTuple):
    """Somebody who waits for the day of a first contact. `key` is the caller's.

    `tier`: what the rule is about by which they wait (ContactTier.about).
    """

    key: Hashable
    grid: int
    tier: str
    door: Hashable
    walk_key: str


def of(person: Person) -> Waiting:
    """By its pk; who has no registered home is a door of their own, at the end of the walk."""
    walk_key = person.home.walk_key if person.home else "~"
    door = person.home_id or ("", person.pk)
    return Waiting(person.pk, person.grid_id, person.tier, door, walk_key)


def spread(
    waiting: Iterable[Waiting],
    *,
    place: Any,
    after: date,
    until: dict[str, date] | None = None,
    moved: Q | None = None,
) -> dict[Hashable, date]:
    """{key: the day of the first contact}, each after that day and within the period of its tier.

    All of them lie in `place`, a community. One query for its grids, one for its tiers, one for its
    calendar, however many wait. `until` may name an earlier last day for a tier. `moved`: whose day in
    the register counts no more, for they are among those who wait.
    """
    waiting = list(waiting)
    if not waiting:
        return {}
    every = tiers.at(place).days(place)
    last = {tier: after + timedelta(days=days) for tier, days in every.items()}
    last |= {tier: min(day, last[tier]) for tier, day in (until or {}).items()}
    days = _days(after, last, place)
    grids = defaultdict(lambda: Days(days))
    for grid, tier, due_on, people in _due_already(waiting, moved):
        grids[grid].expect(due_on, every=every[tier], people=people)
    doors: dict[tuple, list] = defaultdict(list)
    for each in waiting:
        doors[_rank(each.tier), each.grid, each.tier, each.walk_key, each.door] += [each.key]
    by_tier: dict[tuple, list[Door]] = defaultdict(list)
    for (rank, grid, tier, walk_key, _door), keys in doors.items():
        by_tier[rank, grid, tier].append(Door(walk_key, tuple(keys)))
    placed: dict[Hashable, date] = {}
    for (_order, grid, tier), some in sorted(by_tier.items()):
        placed |= grids[grid].place(some, until=last[tier], every=every[tier])
    return placed


def _rank(about: str) -> int:
    return care.RANK.get(about, care.NO_RANK)  # a rule for a need or an age comes last


def _days(after: date, last: dict[str, date], place: Any) -> list[date]:
    """Working days up to the end of the longest period; where the shortest one has none, all of it."""
    first, ends = after + timedelta(days=1), sorted(last.values())
    days = calendar.workdays(first, ends[-1], place=place)
    if not days or days[0] > ends[0]:
        free = range((ends[0] - after).days)
        days = [first + timedelta(days=n) for n in free] + days
    return days


def _due_already(waiting: list[Waiting], moved: Q | None):
    grids = {each.grid for each in waiting}
    people = Person.objects.here().filter(grid__in=grids, next_due_on__isnull=False)
    if moved is not None:
        people = people.exclude(moved)
    counted = people.exclude(tier="").order_by().values_list("grid", "tier", "next_due_on")
    return counted.annotate(Count("pk"))
