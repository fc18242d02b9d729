"""Histories of one family, drawn at random, and what a patient reader of the diary finds in them."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from residents import care, registry
from residents.models import CareTag, ContactTier, Person
from tests import builders
from visits import due_dates, logbook
from visits.changes import saying
from visits.models import MajorChange, Visit

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
CHANNELS = ["door", "door", "phone", "phone", "message", "family"]
OUTCOMES = ["met", "met", "met", "proxy", "nobody", "rescheduled"]
KINDS = ["dementia", "bereaved", "veteran"]

events = st.one_of(
    st.tuples(
        st.just("contact"),
        st.sampled_from(CHANNELS),
        st.sampled_from(OUTCOMES),
        st.integers(0, 6),  # days before it is logged
        st.integers(1, 6),  # days ahead it is put off
        st.booleans(),
    ),
    st.tuples(st.just("tag"), st.sampled_from(KINDS), st.integers(-1, 200)),
    st.tuples(st.just("change"), st.sampled_from(["hospital", "death"])),
    st.tuples(st.just("move")),
)
histories = st.lists(st.tuples(st.integers(0, 9), events), max_size=7)
RULES = st.tuples(
    st.sampled_from(["always", "second", "never"]), st.sampled_from([0, 9, 30]), st.booleans()
)


class World(NamedTuple):
    worker: object
    doors: list
    person: Person


def try_out(world, *, examples):
    """Histories through the acts of the pages: nothing a full recomputation would have otherwise."""

    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(histories, RULES)
    def each(history, rules):
        with transaction.atomic():
            check(world, history, rules)
            transaction.set_rollback(True)

    each()


def check(world, history, rules):
    calls, seen, has_more = rules
    ContactTier.objects.filter(tier="high").update(by_phone=calls, seen_within=seen)
    if has_more:
        ContactTier.objects.create(kind="veteran", every_days=20, basis="本区规定")
    on = live(history, world.person, world.doors, world.worker)
    if CareTag.objects.filter(person=world.person, expires_on__lt=on).exists():
        registry.settle_tier(person=world.person, on=on)  # as every morning
    assert list(due_dates.differences([world.person.pk], on=on)) == []
    person = Person.objects.get(pk=world.person.pk)
    rows = {row.about: row for row in ContactTier.objects.all()}
    by_about = {key: (row.every_days, row.by_phone, row.seen_within) for key, row in rows.items()}
    visits = list(Visit.objects.filter(people=person).order_by("occurred_at", "pk"))
    tags, changes = person.care_tags.all(), MajorChange.objects.filter(person=person)
    assert person.next_due_on == naively(person, by_about, visits, tags, changes, on=on)


def live(history, person, doors, worker):
    """Each event some days after the one before, through the acts of the pages. The last day."""
    day = 0
    for after, (what, *how) in history:
        day += after
        at = NOON + timedelta(days=day)
        person = Person.objects.get(pk=person.pk)
        if what == "contact":
            channel, outcome, late, ahead, agrees = how
            put_off = agrees or outcome == "rescheduled"
            try:
                builders.log_contact(
                    worker,
                    person.home,
                    [person],
                    channel=channel,
                    outcome=outcome,
                    at=at,
                    occurred_at=at - timedelta(days=late),
                    next_on=at.date() + timedelta(days=ahead) if put_off else None,
                )
            except logbook.TooLate:
                continue
        elif what == "tag":
            kind, lasts = how
            builders.tag(person, kind, at=at, expires_on=at.date() + timedelta(days=lasts))
        elif what == "change":
            saying.say(person=person, kind=how[0], by=worker, at=at)
        else:
            to = doors[person.home_id == doors[0].pk]
            registry.move(person=person, to=to, tenure="own", on=at.date(), by=None, at=at)
    return TODAY + timedelta(days=day)


def naively(person, rules, visits, tags, changes, *, on):
    """The day by reading the whole diary forwards, as somebody with a pencil would; None if nobody is due.

    `rules`: {tier or kind: (every, by_phone, seen_within)}.
    """
    kinds = {tag.kind for tag in tags if tag.expires_on >= on}
    mine = [rules[about] for about in {care.highest_tier(kinds), *kinds} if about in rules]
    reached = [v for v in visits if v.outcome in ("met", "proxy")]
    days = []
    last = reached[-1] if reached else None
    open_changes = [c for c in changes if last is None or c.said_at > last.occurred_at]
    days += [_day(c.said_at) + timedelta(days=1) for c in open_changes]
    if not mine:
        return min(days, default=None)
    agreed = [
        v for v in visits if v.next_on and (last is None or v.occurred_at >= last.occurred_at)
    ]
    if agreed:
        strictest = min(every for every, _calls, _seen in mine)
        said = agreed[-1]
        days.append(min(said.next_on, _day(said.occurred_at) + timedelta(days=strictest)))
    elif last is None:
        days.append(person.given_due_on)
    else:
        days += [_counted(reached, calls) + timedelta(days=every) for every, calls, _seen in mine]
    if last is not None:
        himself = [v for v in reached if v.outcome == "met" and v.channel != "family"]
        since = _day((himself or reached[:1])[-1].occurred_at)
        days += [since + timedelta(days=seen) for _every, _calls, seen in mine if seen]
    return min(days)


def _counted(reached, calls):
    counted = None
    for visit in reached:
        by_phone = visit.channel in ("phone", "message")
        if by_phone and calls == "never" and counted is not None:
            continue
        if by_phone and calls == "second" and counted is not None and counted[1]:
            continue
        if calls == "never" and counted is not None and counted[1] and not by_phone:
            counted = None
        counted = _day(visit.occurred_at), by_phone
    return counted[0]


def _day(moment):
    return (moment + timedelta(hours=8)).date()
