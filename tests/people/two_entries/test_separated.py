"""Separated exactly, for thirty days."""

import random
from datetime import timedelta

import pytest
from django.db import transaction

from foundation.audit import trail
from morality_bank import deeds, joining, proof
from morality_bank.models import Account
from residents import registry
from residents.joining import meetings, workflow
from residents.models import CareTag, Meeting
from tests import builders
from tests.conftest import NOON, TODAY
from tests.people.two_entries.conftest import (
    LATER,
    everything,
    joined,
    proposed,
    saved_up,
    separated,
)

pytestmark = pytest.mark.usefixtures("standing_clock")


def furnish(chance, people, staff):
    """Whatever may belong to either of two people, drawn by chance."""
    for person, worker, bank, rule in people:
        for kind in chance.sample(["dementia", "low_income", "bereaved"], chance.randrange(3)):
            until = TODAY + timedelta(days=chance.choice([30, 300]))
            builders.tag(person, kind, at=NOON, expires_on=until)
        for _number in range(chance.randrange(3)):
            both = [each[0] for each in people] if chance.random() < 0.3 else [person]
            builders.log_contact(worker, person.home, both, at=NOON)
        for secret in (False, True):
            if chance.random() < 0.5:
                facts = {"reporter": person, "confidential": secret, "channel": "counter"}
                builders.make_case(staff, person.grid, at=NOON, **facts)
        if chance.random() < 0.6:
            saved_up(bank, person, chance.choice([0, 7, 25_000]))
        if chance.random() < 0.5:
            builders.make_deed(worker, person, rule, at=NOON)


@pytest.mark.parametrize("many", [4, pytest.param(24, marks=pytest.mark.trial("people"))])
def test_joined_and_separated_every_table_is_as_it_was(
    many, first, second, wu, qian, zhao, lin, north, south, chen
):
    meetings.look(at=NOON)
    banks = [builders.make_bank(each) for each in (north, south)]
    rules = [builders.make_rule(bank) for bank in banks]
    worlds = changed = 0
    for seed in range(many):
        chance = random.Random(seed)
        with transaction.atomic():
            people = [(second, lin, banks[0], rules[0]), (first, zhao, banks[1], rules[1])]
            furnish(chance, people, chen)
            for bank, person in zip(banks, (first, second), strict=True):
                if chance.random() < 0.3:  # somebody who lived there before
                    builders.make_account(bank, person, chance.choice([0, 12]))
            before, found = everything(), Meeting.objects.get()
            side, taken = (
                chance.choice(["first", "second"]),
                chance.choice([[], ["name"], ["name", "remarks"]]),
            )
            held = joined(found, wu, qian, kept=side, taken=taken)
            assert proof.differences() == []
            changed += everything() != before
            separated(held, wu)
            assert proof.differences() == []
            after = everything()
            assert {name for name in before if before[name] != after[name]} == set(), seed
            worlds += 1
            transaction.set_rollback(True)
    assert (worlds, changed) == (many, many)


def test_what_came_since_stays_with_the_entry_that_stayed(
    meeting, first, second, wu, qian, lin, chen
):
    tag = builders.tag(first, "dementia")
    held = joined(meeting, wu, qian, kept="second", taken=["remarks"])
    second.refresh_from_db()
    registry.correct(person=second, name="张三峰", by=chen, at=LATER)
    later = builders.log_contact(lin, second.home, [second], at=LATER)
    new = builders.tag(second, "bereaved", at=LATER)

    separated(held, wu)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.name, second.remarks, first.status) == ("张三峰", "", "here")
    assert CareTag.objects.get(pk=tag.pk).person == first
    assert (list(later.people.all()), CareTag.objects.get(pk=new.pk).person) == ([second], second)
    assert (first.tier, second.tier) == ("high", "key")


def test_points_that_were_spent_cannot_go_back_and_nothing_else_does(
    meeting, first, second, wu, qian, south
):
    bank = builders.make_bank(south)
    builders.make_account(bank, first, 30)
    held = joined(meeting, wu, qian, kept="second")
    builders.move(Account.objects.get(person=second), bank.accounts.get(kind="issuer"), 20)
    before = everything()

    with pytest.raises(joining.PointsSpent):
        separated(held, wu)

    assert everything() == before


def test_a_month_is_full_also_with_the_deeds_of_the_other_entry(
    meeting, first, second, wu, qian, zhao, lin, south
):
    rule = builders.make_rule(builders.make_bank(south), most_a_month=1)
    waits = builders.make_deed(zhao, first, rule, at=NOON)
    joined(meeting, wu, qian, kept="second")
    waits.refresh_from_db()
    assert waits.account.person == second and waits.account.coming == 10

    deeds.post(deed=waits, by=qian, at=LATER)
    assert (Account.objects.get(person=second).balance, proof.differences()) == (10, [])


def test_after_thirty_days_it_is_too_late_and_what_it_took_is_forgotten(meeting, wu, qian):
    held = joined(meeting, wu, qian)
    late = LATER + timedelta(days=30)
    meetings.forget_old(at=late - timedelta(seconds=1))
    assert Meeting.objects.get().sealed_before

    with pytest.raises(workflow.TooLate):
        workflow.separate(meeting=held, by=wu, at=late)
    meetings.forget_old(at=late)
    assert not Meeting.objects.get().sealed_before


def test_when_the_last_step_fails_nothing_is_kept(meeting, wu, qian, monkeypatch):
    held, before = proposed(meeting, wu), everything()

    def full(*args):
        raise OSError("no room")

    monkeypatch.setattr(trail, "_append", full)
    with pytest.raises(OSError, match="no room"):
        workflow.agree(meeting=held, seen=workflow.mark_of(held), by=qian, at=LATER)

    assert everything() == before
