"""When somebody is due: a pure function of what is known, and the columns written from it.

`due(facts)` decides, `recompute` writes `last_contact_on` and `next_due_on` of the people it is given
and of nobody else. Entries of a day stand on top of what stood that morning (`DayBefore`), so that
an entry taken back the same day leaves everything as if it had never been made.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from residents import care, registry, tiers
from residents.models import Person
from visits.models import REACHED, DayBefore, Visit

AGREED, RHYTHM, FIRST, AS_BEFORE = "agreed", "rhythm", "first", "as_before"
"""Why: a date agreed at the door, so many days since the last contact, never contacted yet, or as
it stood that morning."""


@dataclass(frozen=True)
class Entry:
    """What one standing entry of the day tells about somebody."""

    key: tuple[datetime, int]  # when it happened; of one moment, which was written first
    reached: bool
    next_on: date | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.key[0])


@dataclass(frozen=True)
class Facts:
    """`last_contact_on`, `next_due_on` and `tier_before` are as they stood that morning.

    `every_days`: between two contacts, by the tier of now; None without a tier, or where somebody
    lives here no longer.
    """

    today: date
    tier: str
    every_days: int | None
    last_contact_on: date | None
    next_due_on: date | None
    tier_before: str
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class Due:
    on: date | None
    why: str
    last_contact_on: date | None


def due(facts: Facts) -> Due:
    reached = [entry for entry in facts.entries if entry.reached]
    days = [facts.last_contact_on, *(entry.day for entry in reached)]
    last = max(filter(None, days), default=None)
    if facts.every_days is None:
        return Due(None, "", last)
    every = timedelta(facts.every_days)
    if agreed := _agreed(facts, reached):
        on = min(agreed.next_on, max(agreed.day, last or agreed.day) + every)
        return Due(on, AGREED, last)
    if last and any(entry.day == last for entry in reached):
        return Due(last + every, RHYTHM, last)
    if facts.tier == facts.tier_before and facts.next_due_on:
        return Due(facts.next_due_on, AS_BEFORE, last)
    if last:
        return Due(last + every, RHYTHM, last)
    return Due(_first(facts), FIRST, None)


def _agreed(facts, reached):
    """The last date that was agreed, unless somebody was reached since."""
    said = [entry for entry in facts.entries if entry.next_on]
    newest = max(said, key=lambda entry: entry.key, default=None)
    if newest is None or any(entry.key > newest.key for entry in reached):
        return None
    return newest if newest.day >= (facts.last_contact_on or newest.day) else None


def _first(facts):
    """Never contacted: as planned; more urgent needs hurry it."""
    planned = facts.next_due_on or facts.today
    if care.RANK[facts.tier] < care.RANK.get(facts.tier_before, care.NO_RANK):
        return min(planned, facts.today)
    return planned


def remember(people: list[Person], *, day: date) -> dict[int, DayBefore]:
    """Keep how these people, whom the caller has locked, stand before the first entry of the day."""
    kept = DayBefore.objects.in_bulk([each.pk for each in people])
    new = [
        DayBefore(
            person=each,
            day=day,
            last_contact_on=each.last_contact_on,
            next_due_on=each.next_due_on,
            tier=each.tier,
        )
        for each in people
        if each.pk not in kept or kept[each.pk].day < day
    ]
    DayBefore.objects.bulk_create(
        new,
        update_conflicts=True,
        update_fields=["day", "last_contact_on", "next_due_on", "tier"],
        unique_fields=["person"],
    )
    return kept | {each.pk: each for each in new}


@transaction.atomic
def recompute(pks: Iterable[int], *, at: datetime) -> None:
    """Write both columns of these people anew; whoever had no entry today keeps them."""
    people = hold(pks)
    before = DayBefore.objects.in_bulk([each.pk for each in people])
    write(people, before, days=tiers.at(*people), at=at)


def hold(pks: Iterable[int]) -> list[Person]:
    """Locked in one order everywhere, so two entries never wait for each other."""
    return list(Person.objects.select_for_update().filter(pk__in=set(pks)).order_by("pk"))


def write(
    people: list[Person], before: dict[int, DayBefore], *, days: tiers.Tiers, at: datetime
) -> None:
    """The same for people the caller has locked."""
    today, changed = timezone.localdate(at), []
    entries = _entries(before, today)
    for person in people:
        stood = before.get(person.pk)
        if stood is None or stood.day < today:
            continue
        now = due(_facts(person, stood, entries[person.pk], days, today))
        if (now.last_contact_on, now.on) != (person.last_contact_on, person.next_due_on):
            person.last_contact_on, person.next_due_on = now.last_contact_on, now.on
            changed.append(person)
    columns = ["last_contact_on", "next_due_on"]
    if len(changed) == 1:
        changed[0].save(update_fields=columns)
    else:
        registry.rewrite(changed, columns)


def _facts(person, stood, entries, days, today):
    follows = person.tier and person.status == Person.Status.HERE
    return Facts(
        today=today,
        tier=person.tier,
        every_days=days.of(person) if follows else None,
        last_contact_on=stood.last_contact_on,
        next_due_on=stood.next_due_on,
        tier_before=stood.tier,
        entries=entries,
    )


def _entries(pks, today) -> dict[int, list[Entry]]:
    """What stands of today's entries, whenever they say they happened."""
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    rows = Visit.objects.standing().telling().filter(people__in=pks, received_at__gte=midnight)
    columns = ("people", "occurred_at", "pk", "outcome", "next_on")
    told = defaultdict(list)
    for person, moment, pk, outcome, next_on in rows.values_list(*columns):
        told[person].append(Entry((moment, pk), outcome in REACHED, next_on))
    return told
