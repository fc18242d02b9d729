"""Who is due a contact, in the order somebody would walk. We count who was reached, no quotas."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from grids.models import Area, Building
from grids.roles import Duty
from residents import care
from residents.models import CareTag, Dwelling, Person

MOST_PEOPLE = 150
"""More than anybody reaches in a day; the list moves up as it is worked off."""


@dataclass
class Stop:
    """One door on today's way, with the people who are due behind it."""

    dwelling: Dwelling | None
    people: list[Person] = field(default_factory=list)

    @property
    def earliest(self):
        return min(person.next_due_on for person in self.people)

    @property
    def tier(self):
        return min(self.people, key=lambda person: person.tier_rank).get_tier_display()


@dataclass
class Way:
    """Today's list: first the pressing stops, then the others, each in walking order."""

    first: list[Stop]
    then: list[Stop]
    people: int
    overdue: int

    @property
    def is_cut(self):
        return self.people >= MOST_PEOPLE


def people_due(user: User, *, on: date, grid: Area | None = None) -> QuerySet[Person]:
    """Everybody due on that day or before, in the grids where the user logs contacts."""
    people = Person.objects.visible_to(user, on=on).where(user, Duty.LOG_CONTACTS).due(on)
    return people.filter(grid=grid) if grid else people


def way_of(user: User, *, on: date, grid: Area | None = None) -> Way:
    """High tier and overdue first, then compound, building, stairwell, floor upwards."""
    pressing = Q(tier=care.Tier.HIGH) | Q(next_due_on__lt=on)
    people = (
        people_due(user, on=on, grid=grid)
        .annotate(pressing=Case(When(pressing, then=Value(0)), default=Value(1)))
        .select_related("home__building__compound")
        .order_by("pressing", "home__walk_key", "tier_rank", "pk")[:MOST_PEOPLE]
    )
    people = list(people)
    parts = {0: [], 1: []}
    for (part, _), group in groupby(people, key=lambda person: (person.pressing, person.home_id)):
        group = list(group)
        parts[part].append(Stop(group[0].home, group))
    overdue = sum(person.next_due_on < on for person in people)
    return Way(parts[0], parts[1], people=len(people), overdue=overdue)


def overdue_by_grid(grids: Iterable[int], *, on: date) -> dict[int, int]:
    """How many people are overdue in each of these grids."""
    rows = Person.objects.here().filter(grid__in=grids, next_due_on__lt=on)
    return dict(rows.values_list("grid").annotate(Count("pk")))


def buildings_of(user: User, *, on: date) -> QuerySet[Building]:
    """The user's buildings with how many people are due there, in walking order."""
    due = Count("dwellings__people", filter=Q(dwellings__people__next_due_on__lte=on)
                & Q(dwellings__people__status=Person.Status.HERE))  # fmt: skip
    return (
        Building.objects.visible_to(user)
        .where(user, Duty.LOG_CONTACTS)
        .select_related("compound", "grid")
        .annotate(due=due)
        .order_by("compound__name", "number", "pk")
    )


def doors_of(building: Building, user: User, *, on: date) -> QuerySet[Dwelling]:
    """The building's doors, each marked when somebody behind it is due or cared for."""
    people = Person.objects.visible_to(user).here().filter(home=OuterRef("pk"))
    tags = CareTag.objects.visible_to(user).valid(on).filter(person__home=OuterRef("pk"))
    return (
        Dwelling.objects.visible_to(user)
        .filter(building=building)
        .annotate(
            is_lived_in=Exists(people),
            is_due=Exists(people.filter(next_due_on__lte=on)),
            is_overdue=Exists(people.filter(next_due_on__lt=on)),
            is_cared_for=Exists(tags),
        )
        .in_walking_order()
    )
