"""Appoint and relieve."""

from datetime import timedelta

import pytest

from accounts.models import User
from grids import postings
from grids.models import Posting
from grids.roles import Duty
from tests import builders
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


def test_a_helper_is_given_a_last_day_and_keeps_one(newcomer, east, lin, zhou):
    post = {"area": east, "role": "campaign_helper", "from_on": TODAY, "by": None, "at": NOON}
    with pytest.raises(postings.NeedsAnEnd):
        postings.appoint(user=newcomer, **post)
    made = postings.appoint(user=newcomer, until_on=TODAY + timedelta(days=9), **post)
    about = {"by": None, "at": NOON}
    with pytest.raises(postings.NeedsAnEnd):  # for ever
        postings.end(posting=made, last_day=None, **about)
    with pytest.raises(postings.NeedsAnEnd):  # no day of it is left to hand over
        postings.hand_over(posting=made, to=zhou, on=TODAY + timedelta(days=10), **about)
    made.refresh_from_db()
    assert made.until_on == TODAY + timedelta(days=9)


def test_a_place_that_ended_gets_no_post_and_none_lasts_longer_there(newcomer, west, lin, zhou):
    post = zhou.postings.get()
    post.until_on = TODAY - timedelta(days=1)
    post.save()
    builders.change("close", grid=west, at=NOON)
    given = {"area": west, "role": "grid_worker", "by": None, "at": NOON}
    about = {"posting": post, "by": None, "at": NOON}

    for from_on in (TODAY, TODAY - timedelta(days=40)):
        with pytest.raises(postings.PlaceEnded):
            postings.appoint(user=newcomer, from_on=from_on, **given)
    with pytest.raises(postings.PlaceEnded):
        postings.hand_over(to=newcomer, on=TODAY, **about)
    with pytest.raises(postings.PlaceEnded):
        postings.end(last_day=TODAY, **about)
    assert not newcomer.postings.exists()
