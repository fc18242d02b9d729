"""What the rows of the database say about some people's contacts: a handful of queries, however many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone

from grids.models import nearest, scopes
from residents import care
from residents.models import CareTag, ContactTier, Person
from residents.models.needs import AGE
from visits.due_dates.engine import ByPhone, Facts, Rule
from visits.models import REACHED, Channel, MajorChange, Outcome, Visit

CALLS = [Channel.PHONE, Channel.MESSAGE]
HEARD_ONESELF = [Channel.DOOR, Channel.PHONE, Channel.MESSAGE, Channel.VOLUNTEER, Channel.COUNTER]
"""A relative, a neighbour and a curtain say how somebody is; these show it."""


@dataclass
class Contacts:
    """Moments of somebody's contacts that stand."""

    first_at: datetime | None = None
    last_at: datetime | None = None
    there_at: datetime | None = None
    called_at: datetime | None = None
    seen_at: datetime | None = None
    agreed: tuple[datetime, date] | None = None
    changed: tuple[datetime, str] | None = None


@dataclass
class Ruled:
    """The rules of some places, and which of them are about whom."""

    rows: list[ContactTier]
    _at: dict[tuple[int | None, ...], dict[str, Rule]] = field(default_factory=dict)

    def about(self, person: Person, kinds: Iterable[str], *, on: date) -> tuple[Rule, ...]:
        held = self.at(person)
        found = [held[name] for name in (person.tier, *sorted(kinds)) if name in held]
        years = care.age(person.birth_on, on)
        if years is not None:
            found += [
                rule
                for about, rule in held.items()
                if about.startswith(AGE) and years >= int(about.removeprefix(AGE))
            ]
        return tuple(found)

    def at(self, place: Any) -> dict[str, Rule]:
        key = tuple(scopes(place))
        if key not in self._at:
            self._at[key] = {
                about: Rule(about, row.every_days, row.by_phone, row.seen_within)
                for about, row in nearest(self.rows, place).items()
            }
        return self._at[key]


def rules_at(places: Sequence[Any]) -> Ruled:
    return Ruled(list(ContactTier.objects.holding_at(*places)))


def of(people: Sequence[Person], ruled: Ruled, *, on: date) -> dict[int, Facts]:
    """{pk: facts} as they stand on that day. Five queries, one more where calls count half."""
    pks = [person.pk for person in people]
    rules = rules_for(people, ruled, on=on)
    halves = {
        pk for pk, some in rules.items() if any(rule.by_phone == ByPhone.SECOND for rule in some)
    }
    contacts = contacts_of(pks, halves=halves)
    return {
        person.pk: _facts(person, rules[person.pk], contacts.get(person.pk, NONE))
        for person in people
    }


def rules_for(people: Sequence[Person], ruled: Ruled, *, on: date) -> dict[int, tuple[Rule, ...]]:
    """{pk: the rules that ask for them on that day}. One query."""
    kinds, pks = defaultdict(list), [person.pk for person in people]
    for pk, kind in CareTag.objects.valid(on).filter(person__in=pks).values_list("person", "kind"):
        kinds[pk].append(kind)
    return {person.pk: ruled.about(person, kinds[person.pk], on=on) for person in people}


NONE = Contacts()


def _facts(person, rules, contacts):
    last_on, given_on = _day(contacts.last_at), person.given_due_on
    agreed_at, agreed_on = contacts.agreed or (None, None)
    if last_on and (person.given_since is None or last_on >= person.given_since):
        given_on = None
    elif given_on and agreed_at and person.given_since and _day(agreed_at) < person.given_since:
        agreed_at = agreed_on = None
    changed_at, changed = contacts.changed or (None, "")
    return Facts(
        rules=rules,
        first_on=_day(contacts.first_at),
        last_on=last_on,
        there_on=_day(contacts.there_at),
        called_on=_day(contacts.called_at),
        seen_on=_day(contacts.seen_at),
        agreed_on=agreed_on,
        agreed_at=_day(agreed_at),
        given_on=given_on,
        changed=changed,
        changed_on=_day(changed_at),
    )


def contacts_of(pks: Sequence[int], *, halves: Iterable[int] = ()) -> dict[int, Contacts]:
    """{pk: what stands}; `halves`: of whom it must be known since when there were calls only."""
    found: dict[int, Contacts] = defaultdict(Contacts)
    visits = Visit.objects.standing()
    reached = visits.filter(people__in=pks, outcome__in=REACHED).order_by()
    seen = Q(outcome=Outcome.MET, channel__in=HEARD_ONESELF)
    for pk, *moments in reached.values_list("people").annotate(
        first_at=Min("occurred_at"),
        last_at=Max("occurred_at"),
        there_at=Max("occurred_at", filter=~Q(channel__in=CALLS)),
        seen_at=Max("occurred_at", filter=seen),
    ):
        one = found[pk]
        one.first_at, one.last_at, one.there_at, one.seen_at = moments
    _add_calls(found, reached, halves)
    put_off = visits.filter(people__in=pks, next_on__isnull=False).order_by("occurred_at", "pk")
    for pk, at, next_on in put_off.values_list("people", "occurred_at", "next_on"):
        one = found[pk]
        if one.last_at is None or at >= one.last_at:
            one.agreed = at, next_on
    changes = MajorChange.objects.filter(person__in=pks).order_by("-said_at", "-pk")
    for pk, at, kind in changes.values_list("person", "said_at", "kind"):
        one = found[pk]
        if one.last_at is None or at > one.last_at:
            one.changed = at, kind  # the first of those nobody was in touch since
    return found


def _add_calls(found, reached, halves):
    """Since when there were calls only."""
    only = [pk for pk in halves if pk in found and found[pk].there_at != found[pk].last_at]
    if not only:
        return
    calls = reached.filter(people__in=only, channel__in=CALLS).order_by("-occurred_at")
    for pk, at in calls.values_list("people", "occurred_at"):
        if pk in found and (found[pk].there_at is None or at > found[pk].there_at):
            found[pk].called_at = at


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
