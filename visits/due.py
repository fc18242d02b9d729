"""Who is due a contact, in the order somebody would walk. We count who was reached, no quotas."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from grids.models import Area, Handover, Reader, inside
from grids.models.areas import any_of
from grids.roles import Duty
from residents import care
from residents.models import Dwelling, Person
from visits import tried
from visits.due_dates import saying
from visits.filters import Filters
from visits.models import Visit

MOST_PEOPLE = 60
"""More than anybody reaches in a day; the list moves up as it is worked off."""


@dataclass
class Line:
    """What the list says of one person: how old, what asks for a contact, what was last heard."""

    person: Person
    age: int | None
    asks: str
    last: Visit | None


@dataclass
class Stop:
    """One door on today's way, with the people who are due behind it."""

    dwelling: Dwelling | None
    people: list[Person] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    attempt: Visit | None = None  # the last one, while nobody was reached since
    back_at: datetime | None = None  # when its worker said to try again

    @property
    def earliest(self):
        return min(person.next_due_on for person in self.people)


@dataclass
class Way:
    """Today's list: first the pressing stops, then the others, each in walking order; at the end
    those tried today, of which `tomorrow` are put off until then.

    By lateness it is one list: `first`, the door that has waited longest at its head.
    """

    first: list[Stop]
    then: list[Stop]
    people: int
    overdue: int
    is_cut: bool = False  # more are due than a day holds
    tried: list[Stop] = field(default_factory=list)
    tomorrow: list[Stop] = field(default_factory=list)

    def next_after(self, door: int, walk_key: str) -> Dwelling | None:
        """The door to go to from that one: on from there if the list goes on, else its first."""
        doors = [stop.dwelling for stop in (*self.first, *self.then) if stop.dwelling]
        others = [each for each in doors if each.pk != door]
        return min(others, key=lambda each: each.walk_key <= walk_key, default=None)


def people_due(reader: Reader, *, grid: Area | None = None) -> QuerySet[Person]:
    """Everybody due on the day or before, in the grids where the reader logs contacts."""
    people = Person.objects.visible_to(reader).with_duty(reader, Duty.LOG_CONTACTS).due(reader.day)
    return people.filter(grid=grid) if grid else people


def way_of(
    reader: Reader,
    *,
    grid: Area | None = None,
    by_lateness: bool = False,
    only: Filters | None = None,
    at: datetime | None = None,
) -> Way:
    """High tier and overdue first, then compound, building, stairwell, floor upwards; what was
    tried today last. `only` leaves people out; `at` says which doors are to be tried again."""
    at = at or timezone.now()
    rows = people_due(reader, grid=grid)
    if only:
        rows = rows.filter(only.condition(reader, at))
    rows = (
        rows.annotate(part=_part(reader, at, by_lateness=by_lateness))
        .select_related("home__building__compound", "home__later")
        .order_by("part", "next_due_on" if by_lateness else "home__walk_key", *IN_A_DOOR)[
            : MOST_PEOPLE + 1
        ]
    )
    rows = list(rows)
    people, is_cut = rows[:MOST_PEOPLE], len(rows) > MOST_PEOPLE
    parts = {FIRST: {}, THEN: {}, TRIED: {}}
    for person in people:
        # Whoever has no registered home is a stop of their own.
        stop = parts[person.part].setdefault(person.home_id or -person.pk, Stop(person.home))
        stop.people.append(person)
    first, then, last = (list(part.values()) for part in parts.values())
    _say(reader, [*first, *then, *last], people, at)
    on = reader.day
    off = [stop for stop in last if stop.back_at and timezone.localdate(stop.back_at) > on]
    return Way(
        first,
        then,
        people=len(people),
        overdue=sum(person.next_due_on < on for person in people),
        is_cut=is_cut,
        tried=[stop for stop in last if stop not in off],
        tomorrow=off,
    )


FIRST, THEN, TRIED = 0, 1, 2
IN_A_DOOR = ("tier_rank", "pk")


def _part(reader, at, *, by_lateness):
    """In which part of the list somebody stands."""
    pressing = Q(tier=care.Tier.HIGH) | Q(next_due_on__lt=reader.day)
    begins = timezone.make_aware(datetime.combine(reader.day, time.min))
    return Case(
        When(tried.is_tried(reader, since=begins) & ~Q(tried.is_back(at)), then=Value(TRIED)),
        When(Q(pk__isnull=False) if by_lateness else pressing, then=Value(FIRST)),
        default=Value(THEN),
    )


def _say(reader, stops, people, at):
    """What a row says besides the names: how often, how old, what was last heard and tried."""
    asks, last = saying.asks(people, reader), Visit.objects.last_with(people)
    doors = [stop.dwelling for stop in stops if stop.dwelling]
    attempts = tried.last_attempts(doors, reader, at)
    for stop in stops:
        stop.lines = [
            Line(
                person,
                care.age(person.birth_on, reader.day),
                asks.get(person.pk, ""),
                last.get(person.pk),
            )
            for person in stop.people
        ]
        if stop.dwelling:
            stop.attempt = attempts.get(stop.dwelling.pk)
            stop.back_at = tried.put_off_until(stop.dwelling)


def high_overdue(grids: Iterable[int], *, since: int, on: date) -> dict[int, int]:
    """How many of those seen most often are so many days overdue or more, where there are any."""
    last = on - timedelta(days=since)
    rows = Person.objects.here().filter(grid__in=grids, tier=care.Tier.HIGH, next_due_on__lte=last)
    return dict(rows.values_list("grid").annotate(Count("pk")))


def handed_over(handover: Handover) -> int:
    """How many are due where the posts lie, on the first day of the successor."""
    areas = [post.area for post in handover.posts.select_related("area")]
    return Person.objects.due(handover.on).filter(any_of(map(inside, areas))).count()
