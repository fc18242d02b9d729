"""Who is due a contact, in the order somebody would walk. We count who was reached, no quotas."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, Q, QuerySet, Value, When

from grids.models import Area, Handover, Reader, inside
from grids.models.areas import any_of
from grids.roles import Duty
from residents import care
from residents.models import Dwelling, Person
from visits.due_dates import saying

MOST_PEOPLE = 60
"""More than anybody reaches in a day; the list moves up as it is worked off."""


@dataclass
class Stop:
    """One door on today's way, with the people who are due behind it."""

    dwelling: Dwelling | None
    people: list[Person] = field(default_factory=list)
    why: saying.Why | None = None  # of whom behind it is due first

    @property
    def earliest(self):
        return min(person.next_due_on for person in self.people)


@dataclass
class Way:
    """Today's list: first the pressing stops, then the others, each in walking order.

    By lateness it is one list: `first`, the door that has waited longest at its head.
    """

    first: list[Stop]
    then: list[Stop]
    people: int
    overdue: int
    is_cut: bool = False  # more are due than a day holds


def people_due(reader: Reader, *, grid: Area | None = None) -> QuerySet[Person]:
    """Everybody due on the day or before, in the grids where the reader logs contacts."""
    people = Person.objects.visible_to(reader).with_duty(reader, Duty.LOG_CONTACTS).due(reader.day)
    return people.filter(grid=grid) if grid else people


def way_of(reader: Reader, *, grid: Area | None = None, by_lateness: bool = False) -> Way:
    """High tier and overdue first, then compound, building, stairwell, floor upwards."""
    on = reader.day
    pressing = Q(tier=care.Tier.HIGH) | Q(next_due_on__lt=on)
    part_of = Case(When(pressing, then=Value(0)), default=Value(1))
    rows = (
        people_due(reader, grid=grid)
        .annotate(part=Value(0) if by_lateness else part_of)
        .select_related("home__building__compound")
        .order_by("next_due_on" if by_lateness else "part", "home__walk_key", "tier_rank", "pk")[
            : MOST_PEOPLE + 1
        ]
    )
    rows = list(rows)
    people, is_cut = rows[:MOST_PEOPLE], len(rows) > MOST_PEOPLE
    parts, why = {0: {}, 1: {}}, saying.reasons(people, reader)
    for person in people:
        # Whoever has no registered home is a stop of their own.
        stop = parts[person.part].setdefault(person.home_id or -person.pk, Stop(person.home))
        stop.people.append(person)
    for stop in (*parts[0].values(), *parts[1].values()):
        first = min(stop.people, key=lambda one: (one.next_due_on, one.tier_rank))
        stop.why = why[first.pk]
    overdue = sum(person.next_due_on < on for person in people)
    first, then = (list(part.values()) for part in parts.values())
    return Way(first, then, people=len(people), overdue=overdue, is_cut=is_cut)


def high_overdue(grids: Iterable[int], *, since: int, on: date) -> dict[int, int]:
    """How many of those seen most often are so many days overdue or more, where there are any."""
    last = on - timedelta(days=since)
    rows = Person.objects.here().filter(grid__in=grids, tier=care.Tier.HIGH, next_due_on__lte=last)
    return dict(rows.values_list("grid").annotate(Count("pk")))


def handed_over(handover: Handover) -> int:
    """How many are due where the posts lie, on the first day of the successor."""
    areas = [post.area for post in handover.posts.select_related("area")]
    return Person.objects.due(handover.on).filter(any_of(map(inside, areas))).count()
