"""The clock's list: done once, never skipped, whoever sweeps and however late."""

from datetime import time, timedelta

import pytest

from notices import reminders
from notices.models import Reminder
from tests.conftest import NOON
from tests.notices.conftest import at_once
from tests.waiting import Meeting

pytestmark = pytest.mark.usefixtures("rules", "db")


def remind(subject="case:1", *, period="2026-03-10", due_at=NOON):
    reminders.remind(rule="overdue", subject=subject, period=period, due_at=due_at)


@pytest.fixture
def done():
    """What was done, in order."""
    done = []
    reminders.on("overdue", lambda reminder, at: done.append(reminder.subject))
    return done


def test_it_is_done_when_it_is_due_and_not_before(done):
    remind()

    assert reminders.sweep(NOON - timedelta(seconds=1)) == 0
    assert reminders.sweep(NOON) == 1
    assert reminders.sweep(NOON + timedelta(hours=1)) == 0
    assert done == ["case:1"]


def test_the_same_period_is_put_on_the_list_once(done):
    remind()
    remind(due_at=NOON + timedelta(hours=2))
    remind(period="2026-03-11")

    assert Reminder.objects.count() == 2


def test_a_sweep_that_comes_days_late_still_does_it(done):
    remind()

    reminders.sweep(NOON + timedelta(days=3))

    assert done == ["case:1"]


def test_what_is_forgotten_is_not_done_and_what_is_done_stays(done):
    remind("case:1")
    reminders.sweep(NOON)
    remind("case:2", due_at=NOON + timedelta(hours=1))
    for subject in ("case:1", "case:2"):
        reminders.forget(rule="overdue", subject=subject)

    reminders.sweep(NOON + timedelta(hours=2))

    assert done == ["case:1"]
    assert Reminder.objects.get().subject == "case:1"


def test_one_that_fails_neither_stops_the_others_nor_leaves_half_a_deed(lin):
    def act(reminder, at):
        lin.name = f"{lin.name}+"
        lin.save()
        if reminder.subject == "case:2":
            raise RuntimeError("no such case")

    reminders.on("overdue", act)
    for number in (1, 2, 3):
        remind(f"case:{number}")

    assert reminders.sweep(NOON) == 2

    failed = Reminder.objects.get(done_at=None)
    assert (failed.subject, failed.tries, failed.error) == ("case:2", 1, "no such case")


def test_a_failing_one_is_given_up_after_five_tries(done):
    reminders.on("overdue", lambda reminder, at: 1 / 0)
    remind()
    for minutes in range(9):
        reminders.sweep(NOON + timedelta(minutes=minutes))

    assert Reminder.objects.get().tries == 5


def test_a_rule_nobody_registered_waits_until_somebody_does(done):
    reminders.remind(rule="later", subject="x", period="p", due_at=NOON)
    assert reminders.sweep(NOON) == 0

    reminders.on("later", lambda reminder, at: done.append("later"))
    reminders.sweep(NOON)
    assert done == ["later"]


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_do_each_thing_once(done):
    for number in range(30):
        remind(f"case:{number}")

    counts = at_once(lambda: reminders.sweep(NOON))

    assert sum(counts) == len(done) == len(set(done)) == 30


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_some_are_done_twice(done, monkeypatch):
    """The negative control: the conditional update is what keeps the promise."""
    meeting = Meeting(2)  # nothing is claimed before both sweepers have read what is due

    def unclaimed(reminder):
        meeting.wait()
        return Reminder.objects.filter(pk=reminder.pk)

    monkeypatch.setattr(reminders, "_claimable", unclaimed)
    for number in range(30):
        remind(f"case:{number}")

    at_once(lambda: reminders.sweep(NOON))

    assert len(done) > 30


# Every day at eight.


@pytest.fixture
def mornings():
    """Which worker was told on which day."""
    told = []
    reminders.daily(
        "morning",
        time(8),
        lambda day: ["lin", "zhou"],
        lambda reminder, at: told.append((reminder.period, reminder.subject)),
    )
    return told


def test_nobody_is_told_before_eight(mornings):
    reminders.sweep(NOON.replace(hour=7, minute=59, second=59))
    assert mornings == []

    reminders.sweep(NOON.replace(hour=8, minute=0))
    assert mornings == [("2026-03-10", "lin"), ("2026-03-10", "zhou")]


def test_somebody_appointed_at_noon_gets_tomorrows_list(rules):
    told, workers = [], ["lin"]
    reminders.daily(
        "morning",
        time(8),
        lambda day: list(workers),
        lambda reminder, at: told.append(reminder.subject),
    )
    reminders.sweep(NOON.replace(hour=9))
    workers.append("new")

    reminders.sweep(NOON)
    assert told == ["lin"]
    reminders.sweep(NOON + timedelta(days=1))
    assert told == ["lin", "lin", "new"]


def test_a_plan_that_fails_stops_nothing_else(done, mornings):
    reminders.daily("broken", time(8), lambda day: 1 / 0, lambda reminder, at: None)
    remind()

    reminders.sweep(NOON)

    assert done == ["case:1"]
    assert len(mornings) == 2
