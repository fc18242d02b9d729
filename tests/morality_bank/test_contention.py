"""Waiting for each other: tried again where that helps, never where it cannot."""

import pytest
from django.db import IntegrityError, OperationalError, transaction

from morality_bank import contention
from morality_bank.contention import Busy, patiently

pytestmark = pytest.mark.django_db(transaction=True)


class Cause(Exception):
    def __init__(self, pgcode=None, sqlite_errorname=None):
        self.pgcode, self.sqlite_errorname = pgcode, sqlite_errorname


def failing(times, cause, kind=OperationalError):
    """Fails so often, then answers; `calls` counts."""

    @patiently
    def act():
        act.calls += 1
        if act.calls <= times:
            raise kind from cause
        return "done"

    act.calls = 0
    return act


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(contention, "LONGEST_PAUSE", 0)


@pytest.mark.parametrize("code", ["40P01", "40001", "55P03", "23505"])
def test_two_lost_races_are_nobodys_business(code):
    act = failing(2, Cause(code))

    assert (act(), act.calls) == ("done", 3)


def test_after_three_tries_we_say_so():
    act = failing(9, Cause("40P01"))

    with pytest.raises(Busy):
        act()

    assert act.calls == 3


def test_a_rule_that_stays_broken_is_not_called_busy():
    act = failing(9, Cause("23505"), IntegrityError)

    with pytest.raises(IntegrityError):
        act()


def test_other_errors_are_not_tried_again():
    act = failing(1, Cause("57P01"))

    with pytest.raises(OperationalError):
        act()

    assert act.calls == 1


def test_sqlite_has_waited_long_enough():
    act = failing(1, Cause(sqlite_errorname="SQLITE_BUSY"))

    with pytest.raises(Busy):
        act()

    assert act.calls == 1


def test_inside_another_transaction_only_that_one_can_begin_again():
    act = failing(1, Cause("40P01"))

    with pytest.raises(OperationalError), transaction.atomic():
        act()

    assert act.calls == 1
