"""A post that is taken away, or is over, counts at the very next request; no job has to end it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grids import postings
from grids.models import PostingQuerySet
from residents import tasks
from residents.models import Person, Roster
from residents.roster import workflow
from tests import builders
from tests.access.walk import is_refusal
from tests.access.world import Place, furnish
from tests.conftest import SignedInClient
from tests.residents.conftest import building as building
from tests.residents.conftest import upload
from tests.residents.sheets import row

HTMX = {"HX-Request": "true"}
POINTS = {  # what somebody has open: who, where, and how it is asked for
    "a page": ("lin", "visits:door", "door", {}),
    "a list": ("lin", "visits:today", None, {}),
    "a fragment": ("lin", "cases:at-door", "door", HTMX),
    "more of a list": ("chen", "cases:desk", None, HTMX),
    "a photo": ("lin", "cases:photo", "photo", {}),
    "a whole number": ("lin", "reveal:person", "person", {}),
    "the office": ("bai", "admin:residents_person_changelist", None, {}),
    "a row of the office": ("bai", "admin:residents_person_change", "person_pk", {}),
}


@pytest.fixture
def things(east, lin, chen, bai, wang):
    place = Place(east, lin, chen, wang)
    furnish("own", place)
    return place.things


@pytest.fixture
def ask(things, lin, chen, bai):
    """Ask for one of the points, as its user, in the session that is already open."""
    browsers = {user.username: SignedInClient() for user in (lin, chen, bai)}
    for user in (lin, chen, bai):
        browsers[user.username].force_login(user)

    def ask(point):
        who, name, key, headers = POINTS[point]
        url = reverse(name, args=[things[key]] if key else [])
        return browsers[who].get(url, headers=headers)

    return ask


def open_to_their_user(ask, points):
    return [point for point in points if not is_refusal(ask(point))]


def take_away(user):
    now = timezone.now()
    postings.relieve(posting=user.postings.get(), on=timezone.localdate(now), by=None, at=now)


def test_a_post_taken_away_counts_at_the_next_request(ask, lin, chen, bai):
    assert {point: ask(point).status_code for point in POINTS} == dict.fromkeys(POINTS, 200)

    for user in (lin, chen, bai):
        take_away(user)

    assert open_to_their_user(ask, POINTS) == []


def test_an_account_switched_off_counts_too(ask, lin, bai):
    points = ["a page", "the office"]
    assert open_to_their_user(ask, points) == points

    for user in (lin, bai):
        user.is_active = False
        user.save()

    assert open_to_their_user(ask, points) == []


def held_for_ever(posts, user, *, on):
    return posts.filter(user=user)


def test_a_post_that_went_on_counting_is_noticed(ask, lin, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(PostingQuerySet, "held_by", held_for_ever)
    take_away(lin)

    assert ask("a page").status_code == 200


# What waits for the worker is asked about again when its turn comes.


@pytest.fixture
def agreed(building, north, chen):
    """A roster of Chen's that waits to be taken in."""
    waiting = upload(north, row("张三丰"), by=chen, at=timezone.now())
    workflow.check(roster=waiting, at=timezone.now())
    workflow.agree(roster=waiting, by=chen, at=timezone.now())
    return waiting


def test_a_roster_is_not_taken_in_for_somebody_without_the_post(agreed, chen):
    take_away(chen)

    tasks.work_on_rosters()

    agreed.refresh_from_db()
    assert agreed.state == Roster.State.REFUSED
    assert not Person.objects.exists()


def test_with_the_post_it_is(agreed):
    tasks.work_on_rosters()

    assert Person.objects.get().name == "张三丰"


# A post for a time ends with its last day in Shanghai, with every worker stopped.

MIDNIGHT = datetime(2026, 3, 10, 16, tzinfo=UTC)  # the 11th begins


@pytest.fixture
def at(monkeypatch):
    """`at(-1)`: one second before midnight."""

    def at(seconds):
        moment = MIDNIGHT + timedelta(seconds=seconds)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return at


@pytest.fixture
def door(client, at, east, home):
    """Asks for a door of the grid as a helper whose post is given with its days."""

    def door(seconds, **days):
        at(seconds)
        helper = builders.make_staff("helper", "何帮", east, "campaign_helper", **days)
        client.force_login(helper)
        return lambda: client.get(reverse("visits:door", args=[home.pk])).status_code

    return door


def test_a_post_ends_with_its_last_day(door, at):
    answer = door(-1, until_on=date(2026, 3, 10))
    assert answer() == 200

    at(+1)
    assert answer() == 404


def test_a_post_begins_with_its_first_day(door, at):
    answer = door(-1, from_on=date(2026, 3, 11))
    assert answer() == 404

    at(+1)
    assert answer() == 200


def test_by_the_clock_of_greenwich_it_would_last_too_long(door, at, settings):
    """Negative control: the day is the one of Shanghai."""
    settings.TIME_ZONE = "UTC"
    answer = door(-1, until_on=date(2026, 3, 10))

    at(+1)
    assert answer() == 200


def test_a_post_read_without_its_days_would_never_end(door, at, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(PostingQuerySet, "held_by", held_for_ever)
    answer = door(-1, until_on=date(2026, 3, 10))

    at(+1)
    assert answer() == 200
