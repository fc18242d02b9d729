"""Write who is due when, and why: of a few people somebody touched, or of all. It is the same function."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from foundation.batches import in_pieces
from residents import registry
from residents.models import Person
from visits.due_dates import facts as read
from visits.due_dates.engine import Facts, due, latest_agreed

COLUMNS = ["last_contact_on", "next_due_on", "given_due_on", "given_since", "due_why"]
KEPT_FOR = timedelta(days=3 * 365)
"""Contacts older than that are forgotten (visits.personal); the day of the last one stays."""

State = tuple[date | None, date | None, date | None, date | None, str]


class Difference(NamedTuple):
    """A column that says something else than its facts. Names nobody."""

    uid: str
    column: str
    stands: object
    follows: object


@transaction.atomic(savepoint=False)
def recompute(people: Iterable[int], *, at: datetime) -> int:
    """Last contact, next day and why of these people (pks), as all that stands says by now.

    Returns how many changed. Equal to a full recomputation, whatever came before.
    """
    return work_out(people, on=timezone.localdate(at))


@transaction.atomic(savepoint=False)
def work_out(people: Iterable[int], *, on: date, first: Mapping[int, date] | None = None) -> int:
    """The same on a day. `first`: when those are due who wait for a first contact from now on."""
    changed = 0
    for some in in_pieces(sorted({*people})):
        # Locked in one order everywhere, so two who write never wait for each other.
        rows = list(Person.objects.select_for_update().filter(pk__in=some).order_by("pk"))
        changes = settled(rows, read.rules_at(rows), on=on, first=first)
        others = [person for person, before in changes if state(person) != before]
        registry.rewrite(others, COLUMNS)
        changed += len(others)
    return changed


def differences(people: Iterable[int], *, on: date) -> Iterator[Difference]:
    """What a recomputation would change; writes nothing."""
    for some in in_pieces(sorted({*people})):
        rows = list(Person.objects.filter(pk__in=some).order_by("pk"))
        for person, before in settled(rows, read.rules_at(rows), on=on):
            for column, stands, follows in zip(COLUMNS, before, state(person), strict=True):
                if stands != follows:
                    yield Difference(str(person.uid), column, stands, follows)


def farthest(people: Iterable[int], *, on: date) -> date | None:
    """How far a next contact with these people may be agreed at the door on that day."""
    rows = list(Person.objects.filter(pk__in=[*people]))
    rules = read.rules_for(rows, read.rules_at(rows), on=on)
    since = {person.pk: max(on, person.last_contact_on or on) for person in rows}
    days = [latest_agreed(some, on=since[pk]) for pk, some in rules.items()]
    return min(filter(None, days), default=None)


def state(person: Person) -> State:
    return tuple(getattr(person, name) for name in COLUMNS)


def settled(
    people: list[Person],
    ruled: read.Ruled,
    *,
    on: date,
    first: Mapping[int, date] | None = None,
) -> Iterator[tuple[Person, State]]:
    """Each as their facts say by these rules, not saved, with what their columns said before."""
    facts = read.of(people, ruled, on=on)
    for person in people:
        before = state(person)
        _settle(person, facts[person.pk], on=on, first=(first or {}).get(person.pk))
        yield person, before


def _settle(person: Person, facts: Facts, *, on: date, first: date | None) -> None:
    person.last_contact_on = facts.last_on or _long_ago(person, on)
    if person.status != Person.Status.HERE:
        facts = replace(facts, rules=(), changed_on=None)
    elif facts.rules and facts.last_on is None:
        facts = replace(facts, given_on=_first_day(person, on=on, first=first))
        if person.given_due_on != facts.given_on:
            person.given_due_on, person.given_since = facts.given_on, None
    elif facts.last_on is None:
        person.given_due_on = person.given_since = None
    person.next_due_on, person.due_why = due(facts)


def _first_day(person: Person, *, on: date, first: date | None) -> date:
    """Whoever waits already keeps the day they were given."""
    if person.next_due_on and (person.given_due_on or not person.due_why):
        return person.given_due_on or person.next_due_on
    return first or on


def _long_ago(person: Person, on: date) -> date | None:
    last_on = person.last_contact_on
    return last_on if last_on and last_on < on - KEPT_FOR else None
