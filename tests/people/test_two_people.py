"""Two accounts are two people only where no one hand made them both (P17)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import staff, two_people
from accounts.models import Enablement, User
from accounts.two_people import are_two
from grids import postings
from reports.exports import requests
from tests import builders
from tests.conftest import NOON, TODAY
from tests.reports.conftest import ask_for

DAY = timedelta(days=1)


@pytest.fixture
def hold(street):
    """`hold(user)`: they may agree to exports, and nobody has just made that so."""

    def hold(user):
        builders.make_post(user, street, "street_staff")
        return builders.signed_in(user)

    return hold


def opened(username, *, by, at=NOON, confirmed_by=None):
    name = f"某{username}"
    return staff.open_account(username=username, name=name, by=by, at=at, confirmed_by=confirmed_by)


def test_strangers_are_two_and_nobody_is_two_alone(bai, chen):
    assert are_two(bai, chen, TODAY) and are_two(chen, bai, TODAY)
    assert not are_two(bai, bai, TODAY)


def test_opened_appointed_and_coded_each_tie_two_accounts(bai, chen, lin, zhou, west, north):
    made = opened("one", by=bai)
    postings.appoint(user=lin, area=west, role="grid_worker", from_on=TODAY, by=bai, at=NOON)
    staff.give_code(user=zhou, by=bai, at=NOON)

    for user in (made, lin, zhou):
        assert not are_two(bai, user, TODAY) and not are_two(user, bai, TODAY)
        assert are_two(chen, user, TODAY)


def test_a_post_handed_over_or_made_longer_is_a_post_given(bai, lin, zhou, gao):
    postings.hand_over(posting=lin.postings.get(), to=zhou, on=TODAY, by=bai, at=NOON)
    assert not are_two(bai, zhou, TODAY)

    postings.end(posting=gao.postings.get(), last_day=TODAY, by=bai, at=NOON)
    assert not are_two(bai, gao, TODAY)
    postings.end(posting=zhou.postings.first(), last_day=TODAY, by=lin, at=NOON)
    assert are_two(lin, gao, TODAY)


def test_a_chain_counts_and_so_does_one_hand_behind_both(bai, chen):
    first = opened("one", by=bai)
    second = opened("two", by=first)
    other = opened("three", by=bai)

    assert not are_two(bai, second, TODAY)
    assert not are_two(second, other, TODAY)
    assert are_two(chen, second, TODAY)


def test_thirty_days_after_somebody_first_came_in_they_are_two(bai):
    made = opened("one", by=bai)
    two_people.came_in(made, at=NOON + 40 * DAY)

    assert not are_two(bai, made, TODAY + 70 * DAY)
    assert are_two(bai, made, TODAY + 71 * DAY)


def test_an_account_nobody_used_stays_in_the_hand_that_made_it(bai, chen):
    made = opened("one", by=bai)

    assert not are_two(bai, made, TODAY + 400 * DAY)
    assert are_two(chen, made, TODAY + 400 * DAY)


def test_typing_the_password_begins_the_days(client, bai):
    made = opened("one", by=bai)
    code = staff.give_code(user=made, by=bai, at=timezone.now())
    assert Enablement.objects.filter(used_at=None).count() == 2

    client.post("/sign-in/", {"username": "one", "password": code})
    assert not Enablement.objects.filter(used_at=None).exists()


def test_what_a_second_person_confirmed_breaks_the_chain(bai, chen):
    made = opened("one", by=bai, confirmed_by=chen)
    further = opened("two", by=made)

    assert are_two(bai, made, TODAY) and are_two(bai, further, TODAY)
    staff.give_code(user=made, by=bai, at=NOON)
    assert not are_two(bai, made, TODAY) and not are_two(bai, further, TODAY)


def test_what_somebody_does_to_themselves_and_the_console_tie_nobody(bai, chen, west):
    postings.appoint(user=bai, area=west, role="grid_worker", from_on=TODAY, by=bai, at=NOON)
    opened("one", by=None)

    assert not Enablement.objects.exists()


def test_the_database_takes_no_confirmation_of_ones_own(bai, chen):
    facts = {"act": "coded", "at": NOON}
    for row in ({"user": bai}, {"user": chen, "confirmed_by": bai}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enablement.objects.create(by=bai, **facts, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enablement.objects.create(by=bai, user=chen, confirmed_by=chen, **facts)


def test_ones_own_second_account_agrees_to_nothing(client, bai, hold, street, wang):
    """The takeover of the review: a second account, whole ID numbers, approved by oneself."""
    puppet = hold(opened("puppet", by=bai, at=timezone.now()))
    asked = ask_for(bai, street, full=True)
    back = ask_for(puppet, street, full=True)

    for export, by in ((asked, puppet), (back, bai)):
        with pytest.raises(requests.NotASecond):
            requests.agree(export=export, by=by, at=NOON)
    assert puppet.notices.count() == bai.notices.count() == 0

    client.force_login(puppet)
    page = client.get(reverse("reports:decide", args=[asked.uid]), follow=True)
    assert "请别的同事批准" in page.content.decode()


def test_somebody_else_agrees_and_is_asked(bai, mai, street, wang):
    opened("puppet", by=bai)
    asked = ask_for(bai, street, full=True)
    requests.agree(export=asked, by=mai, at=NOON)

    assert mai.notices.count() == 1


@pytest.fixture
def mai(hold):
    return hold(User.objects.create_user("mai", "demo-2026", name="麦田"))


def test_without_the_question_the_puppet_would_agree(bai, hold, street, wang, monkeypatch):
    puppet = hold(opened("puppet", by=bai))
    asked = ask_for(bai, street, full=True)
    monkeypatch.setattr(requests, "are_two", lambda *_: True)

    requests.agree(export=asked, by=puppet, at=NOON)


def test_a_chain_followed_one_link_only_would_be_noticed(bai, monkeypatch):
    further = opened("two", by=opened("one", by=bai))
    made_by = two_people.Hands(TODAY)._made_by
    behind = lambda hands, user: {user.pk} | made_by[user.pk]  # noqa: E731
    monkeypatch.setattr(two_people.Hands, "behind", behind)

    assert are_two(bai, further, TODAY)
