"""The demo is poured in by the hundred thousand; it must read as if the apps had written it."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone

from cases.models import Case, CaseNumber, Status, Step
from cases.moves import MOVES
from demo.build import standing
from morality_bank import proof
from morality_bank.models import Account, Deed, Transfer
from notices.models import Notice, Reminder
from residents import care, tiers
from residents.models import Dwelling, Person
from visits import due_dates
from visits.models import REACHED, Visit


def in_order():
    return Visit.objects.prefetch_related("people").order_by("occurred_at", "pk")


def test_people_are_due_as_their_contacts_say(demo):
    rules, last, agreed = tiers.at(*Person.objects.all()), {}, {}
    for visit in in_order():
        for person in visit.people.all():
            if visit.outcome in REACHED:
                last[person.pk] = timezone.localdate(visit.occurred_at)
                agreed.pop(person.pk, None)
            elif visit.next_on:
                agreed[person.pk] = visit.next_on

    cared_for = 0
    for person in Person.objects.all():
        assert person.last_contact_on == last.get(person.pk)
        if person.tier and person.pk in last:
            cared_for += 1
            due_on = last[person.pk] + timedelta(days=rules.of(person))
            assert person.next_due_on == agreed.get(person.pk, due_on)
        assert bool(person.tier) == bool(person.next_due_on)
    assert cared_for > 80
    everybody = Person.objects.values_list("pk", flat=True)
    assert list(due_dates.differences(everybody, on=standing().built_at.date())) == []


def test_tiers_are_those_of_the_tags(demo):
    today, kinds = timezone.localdate(), defaultdict(list)
    for person in Person.objects.prefetch_related("care_tags"):
        kinds[person] += [tag.kind for tag in person.care_tags.all() if tag.expires_on >= today]

    assert all(person.tier == care.highest_tier(kinds[person]) for person in kinds)
    assert all(p.tier_rank == care.RANK.get(p.tier, care.NO_RANK) for p in kinds)


def test_doors_remember_their_last_contact_and_attempt(demo):
    contact, attempt = {}, {}
    for visit in in_order():
        attempt[visit.dwelling_id] = visit.occurred_at
        if visit.outcome in REACHED:
            contact[visit.dwelling_id] = visit.occurred_at

    for door in Dwelling.objects.all():
        assert door.last_contact_at == contact.get(door.pk)
        assert door.last_attempt_at == attempt.get(door.pk)
    assert 300 < len(contact) <= len(attempt)


def test_contacts_name_people_behind_that_door_only(demo):
    strangers = [
        (visit, person)
        for visit in in_order()
        for person in visit.people.all()
        if person.home_id != visit.dwelling_id
    ]

    assert strangers == []


def test_nothing_happened_in_the_future(demo):
    now = standing().built_at

    assert not Visit.objects.filter(occurred_at__gt=now).exists()
    assert not Visit.objects.filter(received_at__gt=now).exists()
    assert not Step.objects.filter(at__gt=now).exists()
    assert not Transfer.objects.filter(made_at__gt=now).exists()
    assert not Notice.objects.filter(due_at__gt=now).exists()


def test_the_banks_are_in_order(demo):
    assert proof.differences() == []
    assert Deed.objects.waiting().count() >= 3
    assert Transfer.objects.filter(debit__kind="depositor").exists()


def test_no_passbook_was_ever_below_zero(demo):
    balance = defaultdict(int)
    for row in (
        Transfer.objects.filter(phase__in=["single", "post"]).select_related("debit").order_by("pk")
    ):
        balance[row.debit_id] -= row.amount
        balance[row.credit_id] += row.amount
        assert row.debit.kind == Account.Kind.ISSUER or balance[row.debit_id] >= 0


def test_nobody_was_paid_more_often_than_the_rule_allows(demo):
    times = defaultdict(int)
    for deed in Deed.objects.exclude(state="refused").select_related("rule"):
        times[deed.account_id, deed.rule, deed.happened_on.replace(day=1)] += 1

    assert all(
        rule.most_a_month is None or count <= rule.most_a_month
        for (_, rule, _), count in times.items()
    )


def test_every_case_went_the_way_the_workflow_allows(demo):
    seen = set()
    for case in Case.objects.prefetch_related("steps"):
        first, *steps = case.steps.all()
        status = first.to_status
        for earlier, step in zip([first, *steps], steps, strict=False):
            move = MOVES[step.action]
            assert (step.from_status, step.to_status) == (status, move.to)
            assert status in move.came and step.at > earlier.at
            status = step.to_status
        assert (case.status, case.version) == (status, 1 + len(steps))
        seen.add(status)
    assert seen >= {Status.REPORTED, Status.DISPATCHED, Status.CLOSED}


def test_the_next_case_of_the_day_gets_the_next_number(demo):
    counted = {(row.area_code, row.day): row.last for row in CaseNumber.objects.all()}
    found = defaultdict(list)
    for case in Case.objects.order_by("number"):
        day = timezone.localdate(case.reported_at)
        found[case.numbered_by, day].append(case.number)

    assert {key: len(numbers) for key, numbers in found.items()} == counted
    assert all(numbers[-1].endswith(f"-{len(numbers):04d}") for numbers in found.values())


def test_open_cases_are_on_the_clocks_list_and_answered_ones_are_not(demo):
    waiting = Reminder.objects.waiting().filter(rule__startswith="case-")
    listed = set(waiting.values_list("subject", flat=True))
    ahead = Case.objects.open().filter(due_at__gt=timezone.now())

    assert listed == {str(case.uid) for case in ahead}
    assert len(listed) >= 5
