"""When somebody is due, and why: rules and facts in, one day out; touched or all, it is the same."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from residents.models import ContactTier, Person
from tests import builders
from tests.conftest import NOON, TODAY
from tests.visits import due_histories
from visits import due_dates
from visits.due_dates import Facts, Rule, due, working_out

ROOT = Path(__file__).resolve().parents[2]
WEEKLY = Rule("high", 7, "always", 30)
DAY = timedelta(days=1)


def at(n):
    return TODAY + n * DAY


@pytest.mark.parametrize(
    ("facts", "on", "why"),
    [
        ({}, 7, "high"),
        # Of calls every second one: of three in a row the first counts, after a knock the next.
        ({"rules": (WEEKLY._replace(by_phone="second"),), "called_on": at(-5)}, 2, "high"),
        ({"rules": (WEEKLY._replace(by_phone="never"),), "there_on": at(-9)}, -2, "high"),
        # Others may answer for her, for thirty days; no agreed day puts that off.
        ({"seen_on": at(-28)}, 2, "seen:30"),
        ({"seen_on": at(-28), "agreed_on": at(5), "agreed_at": TODAY}, 2, "seen:30"),
        ({"agreed_on": at(3), "agreed_at": TODAY}, 3, "agreed"),
        ({"agreed_on": at(30), "agreed_at": TODAY}, 7, "agreed"),
        ({"changed": "hospital", "changed_on": TODAY}, 1, "changed:hospital"),
        ({"last_on": None, "first_on": None, "given_on": at(4)}, 4, "first"),
        ({"given_on": at(4)}, 4, "given"),
        ({"rules": (WEEKLY, Rule("age:80", 3, "always", 0))}, 3, "age:80"),
        ({"rules": ()}, None, ""),
        ({"rules": (), "changed": "death", "changed_on": TODAY}, 1, "changed:death"),
    ],
)
def test_the_earliest_day_anything_asks_for(facts, on, why):
    known = {"rules": (WEEKLY,), "last_on": TODAY, "first_on": at(-90), "seen_on": TODAY}
    known |= {"there_on": TODAY} | facts

    assert due(Facts(**known)) == (None if on is None else at(on), why)


def test_somebody_of_high_tier_is_heard_herself_within_thirty_days(lin, home, wang):
    builders.tag(wang, "dementia", at=NOON - 40 * DAY)
    for ago in range(36, -1, -6):
        how = {"outcome": "proxy", "channel": "family"} if ago < 36 else {}
        builders.log_contact(lin, home, [wang], at=NOON - ago * DAY, **how)

    wang.refresh_from_db()

    assert (wang.next_due_on, wang.due_why) == (at(-6), "seen:30")
    ContactTier.objects.update(seen_within=0)
    due_dates.recompute([wang.pk], at=NOON)
    wang.refresh_from_db()
    assert (wang.next_due_on, wang.due_why) == (at(7), "high")  # the control


@pytest.fixture
def world(lin, home, wang, east):
    return due_histories.World(lin, [home, builders.make_door(east, "777")], wang)


def test_whoever_was_touched_is_as_a_full_recomputation_would_have_it(world):
    due_histories.try_out(world, examples=20)


@pytest.mark.trial("properties")
def test_four_hundred_histories_on_postgresql(world):
    due_histories.try_out(world, examples=400)


@pytest.mark.trial("properties")
def test_as_many_on_sqlite(embedded, tmp_path):
    embedded(tmp_path)
    ours = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/zerentian.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    program = [sys.executable, "-m", "tests.visits.due_on_sqlite", "400"]
    done = subprocess.run(
        program, cwd=ROOT, env=os.environ | ours, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "400" in done.stdout


def test_a_day_that_does_not_follow_from_contacts_is_noticed(world, monkeypatch):
    """The control: an engine that forgets agreed days."""
    forgets = lambda facts: due(replace(facts, agreed_on=None))  # noqa: E731
    monkeypatch.setattr(working_out, "due", forgets)

    needs_care = (0, ("tag", "dementia", 200))
    agrees_on_a_day = (0, ("contact", "door", "met", 0, 3, True))
    history, rules = [needs_care, agrees_on_a_day], ("always", 0, False)
    with pytest.raises(AssertionError):
        due_histories.check(world, history, rules)
    monkeypatch.undo()
    due_histories.check(world, history, rules)


def test_the_command_finds_what_was_written_beside_the_engine(lin, home, wang, li):
    builders.tag(wang, "dementia", at=NOON)
    builders.log_contact(lin, home, [wang], at=NOON)
    out = StringIO()
    call_command("recompute_due", check=True, stdout=out)
    assert "as their contacts say" in out.getvalue()
    Person.objects.filter(pk=wang.pk).update(next_due_on=at(99))

    with pytest.raises(CommandError, match="1 differences"):
        call_command("recompute_due", check=True, stdout=out)
    assert f"{wang.uid}  next_due_on: {at(99)} -> {at(7)}" in out.getvalue()
    assert wang.name not in out.getvalue()

    call_command("recompute_due", area=home.grid.code, stdout=out)
    wang.refresh_from_db()
    assert wang.next_due_on == at(7)
    call_command("recompute_due", check=True, stdout=out)


def test_all_cost_as_many_questions_as_one(lin, home, wang, li, django_assert_num_queries):
    for some in ([wang], [wang, li]):
        for person in some:
            builders.tag(person, "dementia", at=NOON)
            builders.log_contact(lin, home, [person], channel="phone", at=NOON)
        ContactTier.objects.filter(tier="high").update(by_phone="second")
        Person.objects.update(due_why="")
        with django_assert_num_queries(8):
            due_dates.recompute([person.pk for person in some], at=NOON)
