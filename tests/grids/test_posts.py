"""Appoint and relieve."""

from datetime import timedelta

import pytest

from accounts.models import User
from grids import postings
from grids.models import Posting
from grids.roles import Duty
from tests.builders import reader_of
from tests.conftest import NOON, TODAY


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("newcomer", "demo-2026", name="新同事")


def test_a_post_has_duties_from_its_first_day(newcomer, east):
    postings.appoint(user=newcomer, area=east, role="grid_worker", from_on=TODAY, by=None, at=NOON)

    assert reader_of(newcomer).holds(Duty.LOG_CONTACTS)
    assert not reader_of(newcomer).holds(Duty.TRIAGE_CASES)


def test_a_grid_worker_is_not_appointed_to_a_street(newcomer, street):
    with pytest.raises(postings.WrongLevel):
        postings.appoint(
            user=newcomer, area=street, role="grid_worker", from_on=TODAY, by=None, at=NOON
        )

    assert not Posting.objects.exists()


def test_relieved_means_the_day_before_was_the_last(newcomer, east):
    post = postings.appoint(
        user=newcomer, area=east, role="grid_worker", from_on=TODAY, by=None, at=NOON
    )

    postings.relieve(posting=post, on=TODAY + timedelta(days=10), by=None, at=NOON)

    assert Posting.objects.get().until_on == TODAY + timedelta(days=9)


def test_a_post_that_never_began_is_gone(newcomer, east):
    post = postings.appoint(
        user=newcomer, area=east, role="grid_worker", from_on=TODAY, by=None, at=NOON
    )

    postings.relieve(posting=post, on=TODAY, by=None, at=NOON)

    assert not Posting.objects.exists()
