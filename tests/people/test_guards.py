"""Each guard taken out in turn is noticed: the very step it stops goes through without it.

What has to be there first comes about through the pages, as it would in life. Guards whose control
stands beside what they guard are not here: who confirms a number (test_numbers.py, test_counter.py),
the lock of a shared phone (test_shared_phone.py), who made whom (test_two_people.py,
test_closure.py), ways in (test_ways_in.py).
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import reauthentication, two_people
from accounts.by_phone import passphrases
from accounts.factors import cards
from accounts.models import User
from foundation.audit import reasons
from office import proposals
from residents.counter import ways_in
from residents.numbers.seconds import Pair
from residents.roster import taking
from residents.roster.views import uploads
from tests import builders
from tests.people.conftest import (
    add_post,
    add_staff,
    asked,
    change_post,
    code_on,
    confirm,
    give_code,
    page_of,
    today,
)
from tests.people.test_counter import card_code, signed, tried, write_at_counter
from tests.people.test_counter import to as at_counter
from tests.people.test_takeovers import by_roster

pytestmark = pytest.mark.trial("people")
PASSWORDS = {"password1": "fresh-harvest-77", "password2": "fresh-harvest-77"}
HERS, HIS = "门前老槐树", "三月的大风"


def without(monkeypatch, owner, name, value):
    """The guard taken out."""
    monkeypatch.setattr(owner, name, value)


@pytest.fixture
def friends(lin, east):
    return lin, builders.make_staff("he", "何平", east, "grid_worker")


@pytest.mark.parametrize("guarded", [True, False])
def test_two_of_one_trade_at_a_door(guarded, friends, pages, wang, clock, monkeypatch):
    worker, friend = friends
    if not guarded:
        without(monkeypatch, Pair, "_posts_differ", lambda pair, first, second: True)
    browser = pages(worker)
    write_at_counter(browser, wang)

    answer = browser.post(at_counter(wang, "confirm"), signed(friend))
    assert answer.status_code == (422 if guarded else 302)


@pytest.mark.parametrize("guarded", [True, False])
def test_ten_minutes_of_what_is_confidential(
    guarded, pages, wang, li, chen, bai, east, handset, clock, monkeypatch
):
    facts = {"grid": east, "reporter": wang, "channel": "phone", "at": clock.at}
    secret = builders.make_case(wang.user, words="他打人", confidential=True, **facts)
    if not guarded:
        without(monkeypatch, passphrases, "OPEN_FOR", timedelta(days=1))
    desk = pages(chen)
    desk.post(at_counter(li, "number"), {"phone": wang.phone, "reason": "两口子用一个号码"})
    desk.post(at_counter(li, "confirm"), signed(bai))
    for person, phrase in ((wang, HERS), (li, HIS)):
        both = signed(bai, passphrase=phrase, again=phrase)
        assert desk.post(at_counter(person, "passphrase"), both).status_code == 302
    phone = handset(wang.phone)
    phone.sign_in()
    phone.browser.post("/sign-in/passphrase/", {"passphrase": HERS})
    there = reverse("cases:my-case", args=[secret.uid])
    phone.browser.post("/my/passphrase/", {"passphrase": HERS, "next": there})
    assert phone.reaches(there)

    clock.passes(minutes=11)
    assert phone.reaches(there) is not guarded


@pytest.mark.parametrize("taken_out", [0, 1, 2])
def test_a_roster_asks_why_before_it_changes_a_number(
    taken_out, pages, chen, wang, clock, monkeypatch
):
    """The page asks, and the act asks again: for what was agreed to before anybody was asked."""
    if taken_out:
        empty = {"reason": ""}
        without(monkeypatch, uploads.TakeInForm, "is_valid", lambda form: True)
        monkeypatch.setattr(uploads.TakeInForm, "cleaned_data", empty, raising=False)
        without(monkeypatch, reasons, "for_the_record", lambda reason: reason)
    if taken_out > 1:
        without(monkeypatch, taking, "_was_not_asked", lambda plan, roster: False)

    by_roster(pages(chen), wang, None, reason="")

    before = wang.phone
    wang.refresh_from_db()
    assert (wang.phone != before) is (taken_out > 1)


@pytest.mark.parametrize("guarded", [True, False])
def test_whoever_asked_and_left_meanwhile(guarded, pages, bai, mai, lin, north, monkeypatch, clock):
    if not guarded:
        without(monkeypatch, proposals, "_still_administers", lambda proposal, at: True)
    ours, theirs = pages(bai), pages(mai)
    add_post(ours, lin, north, "secretary")
    change_post(theirs, bai.postings.get(), until_on=today())
    clock.passes(days=1)
    theirs = pages(mai)

    confirm(theirs, asked())
    assert lin.postings.filter(role="secretary").exists() is not guarded


@pytest.mark.parametrize("guarded", [True, False])
def test_a_week_for_cards(guarded, pages, bai, chen, lin, wang, clock, monkeypatch):
    if not guarded:
        without(monkeypatch, cards, "LASTS", timedelta(days=99))
        without(monkeypatch, ways_in, "CARD_LIFE", timedelta(days=99))
    of_staff = code_on(pages(bai).post(reverse("security:card", args=[lin.uid])))
    of_resident = card_code(pages(chen).post(at_counter(wang, "card"), signed(bai, paper="a6")))

    clock.passes(days=8)
    assert (tried(Client(), of_resident) == 302) is not guarded
    assert of_staff and of_resident
    browser = Client()
    browser.post("/sign-in/", {"username": "lin", "password": "demo-2026"})
    shown = browser.post("/sign-in/second/", {"code": of_staff})
    assert (shown.status_code == 302) is not guarded


def begin_work(user, code):
    """Somebody comes in with a code and chooses a password."""
    browser = Client()
    browser.post("/sign-in/", {"username": user.username, "password": code})
    assert browser.post("/password/", PASSWORDS).status_code == 302


@pytest.mark.parametrize("guarded", [True, False])
def test_thirty_days_of_whom_one_made(
    guarded, pages, bai, mai, lin, north, street, clock, monkeypatch
):
    """A second account, opened and given its post with a colleague's yes, its code given anew alone."""
    if not guarded:
        without(monkeypatch, two_people, "WINDOW", timedelta(days=-2))
    ours = pages(bai)
    add_staff(ours, "tool", "某乙", north, "community_staff")
    tool = User.objects.get(username="tool")
    begin_work(tool, code_on(give_code(ours, tool)))
    clock.passes(days=29)
    ours = pages(bai)
    add_post(ours, tool, street, "standing_second")
    first = code_on(ours.get(page_of(asked())))
    last = code_on(confirm(pages(mai), asked()))
    assert tool.postings.filter(role="standing_second").exists()
    # Their code of two halves replaces the password that was chosen with a code of one hand.
    assert bool(first and last) is guarded
    if guarded:
        begin_work(tool, first + last)
    tool.refresh_from_db()
    add_post(pages(bai), lin, north, "secretary")

    assert confirm(pages(tool), asked()).status_code == (422 if guarded else 302)
    assert lin.postings.filter(role="secretary").exists() is not guarded


@pytest.mark.parametrize("guarded", [True, False])
def test_the_password_once_more(guarded, pages, bai, lin, clock, monkeypatch):
    ours = pages(bai)
    clock.passes(minutes=16)
    if not guarded:
        without(monkeypatch, reauthentication, "is_fresh", lambda request, at: True)

    assert bool(code_on(give_code(ours, lin))) is not guarded
