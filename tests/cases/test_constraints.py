"""What the database itself refuses, whatever the Python above it does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Category, Deadline, Step
from tests import builders
from tests.conftest import NOON


@pytest.fixture
def case(lin, east):
    return builders.make_case(lin, east, at=NOON)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "closed", "answer": "好了"},
        {"status": "closed", "closed_at": NOON},
        {"status": "referred", "closed_at": NOON},
        {"status": "withdrawn"},
        {"closed_at": NOON},
        {"status": "dispatched"},
        {"status": "handled"},
        {"due_at": NOON - timedelta(minutes=1)},
    ],
    ids=str,
)
def test_a_case_that_makes_no_sense_is_refused(case, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**wrong)


def test_a_number_is_never_used_twice(case, lin, east):
    other = builders.make_case(lin, east, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(number=case.number)


def test_steps_never_change_and_never_go(case):
    table = Step._meta.db_table
    for statement in (f"UPDATE {table} SET note = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_category_has_one_deadline_for_each_priority(db):
    lamp = Category.objects.get(name="路灯不亮")
    facts = {"priority": "normal", "amount": 1, "unit": "workdays", "basis": "试行"}
    Deadline.objects.create(category=lamp, **facts)

    for category in (lamp, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deadline.objects.create(category=category, **facts)


def test_a_deadline_of_no_time_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(category=None, priority="normal").update(amount=0)
