"""Contacts logged, taken back and told anew in any order, and what a replay of what stands would leave.

The replay knows nothing of `visits.due_dates`: it walks what stands in the order it happened. On the
embedded database it runs as a program of its own (any_order_embedded.py).
"""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from notices.models import Notice
from residents.models import Correction, Dwelling, Person
from tests import builders
from visits import logbook
from visits.mending import acts
from visits.models import REACHED

EVERY = {"high": 7, "": None, "general": 90, "key": 30}
OUTCOMES = ["met", "proxy", "nobody", "refused", "rescheduled", "vacant", "moved"]
SAID = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(OUTCOMES),
        "channel": st.sampled_from(["door", "phone"]),
        "who": st.sets(st.integers(0, 2)),
        "hours_ago": st.integers(0, 6 * 24),
        "next_in": st.none() | st.integers(1, 5),
    }
)
WHICH = st.integers(0, 30)
STEPS = st.lists(
    st.tuples(st.just("log"), SAID)
    | st.tuples(st.just("withdraw"), WHICH)
    | st.tuples(st.just("correct"), WHICH, SAID),
    min_size=1,
    max_size=12,
)


def family(home, lin, *, at):
    """One of the highest tier who was met before, one never met, one whom no tier follows."""
    high, low = builders.make_person(home, "王秀"), builders.make_person(home, "李强")
    builders.tag(high)
    builders.tag(low, "low_income")
    door = builders.make_door(home.grid, "909")
    builders.log_contact(lin, door, [high], at=at - timedelta(days=12))
    people = [high, low, builders.make_person(home, "李小强")]
    return [Person.objects.get(pk=each.pk) for each in people]


class TakeBack(Exception):
    """The example leaves nothing behind."""


def try_out(steps, *, home, people, by, at):
    """One example, in a transaction that is taken back. `people` have a high, a low and no tier."""
    try:
        with transaction.atomic():
            _walk(steps, home, people, by, at)
            raise TakeBack
    except TakeBack:
        pass


def _walk(steps, home, people, by, at):
    before = {each.pk: _columns(each.pk) for each in people}
    notices, entries = Notice.objects.count(), []
    for n, (what, *more) in enumerate(steps):
        now = at + timedelta(seconds=n)
        if what == "log":
            _tell(entries, None, more[0], home, people, by, now)
        elif entries:
            chosen = entries[more[0] % len(entries)]
            if what == "correct":
                _tell(entries, chosen, more[1], home, people, by, now)
            else:
                _withdraw(chosen, by, now)
    standing = [each for each in entries if each["stands"]]
    for each in people:
        assert _columns(each.pk) == _replayed(before[each.pk], each, standing)
    _check_door(home, standing)
    waits = Correction.objects.open().filter(kind="moved_away").count()
    gone = [each for each in standing if each["visit"].outcome == "moved"]
    assert waits == sum(len(each["who"]) for each in gone)
    assert Notice.objects.count() == notices


def _columns(pk):
    return Person.objects.values_list("last_contact_on", "next_due_on").get(pk=pk)


def _tell(entries, former, said, home, people, by, now):
    met = [people[n] for n in sorted(said["who"])]
    today = timezone.localdate(now)
    next_in = said["next_in"] or (3 if said["outcome"] == "rescheduled" else None)
    facts = {
        "client_id": uuid4(),
        "people": met,
        "outcome": said["outcome"],
        "channel": said["channel"],
        "next_on": today + timedelta(next_in) if next_in else None,
        "occurred_at": now - timedelta(hours=said["hours_ago"]),
        "by": by,
        "at": now,
    }
    try:
        with transaction.atomic():
            if former is None:
                visit = logbook.log(dwelling=home, **facts)
            else:
                visit = acts.correct(visit=former["visit"], **facts)
                again = acts.correct(visit=former["visit"], **facts)
                assert again.pk == visit.pk
    except logbook.TooLate:
        return
    except acts.MendedBefore:
        assert not former["stands"]
        return
    if former is not None:
        former["stands"], former["told_anew"] = False, True
    entries.append({"visit": visit, "who": {each.pk for each in met}, "stands": True})


def _withdraw(entry, by, now):
    for _twice in range(2):
        try:
            acts.withdraw(visit=entry["visit"], by=by, at=now)
        except acts.MendedBefore:
            assert entry.get("told_anew")
            return
        entry["stands"] = False


def _replayed(before, person, standing):
    last, due = before
    every = EVERY[person.tier] and timedelta(EVERY[person.tier])
    told = sorted(standing, key=lambda each: (each["visit"].occurred_at, each["visit"].pk))
    for visit in (each["visit"] for each in told if person.pk in each["who"]):
        day = timezone.localdate(visit.occurred_at)
        if visit.outcome in REACHED and (last is None or day >= last):
            last = day
            due = every and last + every
        if every and visit.next_on and day >= (last or day):
            due = visit.next_on
    return last, due


def _check_door(home, standing):
    def newest(outcomes):
        times = [each["visit"].occurred_at for each in standing]
        reached = [each["visit"].outcome in outcomes for each in standing]
        return max((t for t, counts in zip(times, reached, strict=True) if counts), default=None)

    columns = ("last_attempt_at", "last_contact_at")
    now = Dwelling.objects.values_list(*columns).get(pk=home.pk)
    assert now == (newest(OUTCOMES), newest(REACHED))
    knocks = [e for e in standing if e["visit"].channel == "door"]
    assert logbook.knocks_lately(home, at=timezone.now()) <= len(knocks)
