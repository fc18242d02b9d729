"""Whoever works here and lives here says so, and one's own and one's family's things go on (P18).

What each guard rests on is made through the pages: the phone typed, the code it received.
"""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import sign_in
from accounts.models import User
from accounts.two_people import are_two
from morality_bank import deeds
from morality_bank.models import Deed
from residents.models import OwnEntry, Person
from residents.numbers import writing
from residents.own import entries
from residents.reveal import disclosure
from tests import builders
from tests.conftest import NOON, TODAY
from tests.people.conftest import add_staff

PAGE = "/my/own-entry/"
PHONE = "16400000011"


@pytest.fixture
def texts(monkeypatch):
    """Text messages that left the house, as (phone, text)."""
    sent = []
    send = lambda message: sent.append((message.to, message.text))  # noqa: E731
    monkeypatch.setattr("accounts.sign_in.text_messages.send", send)
    return sent


@pytest.fixture
def at_home(home, wang):
    """Lin lives behind the same door as Wang."""
    return builders.make_person(home, "林晓", phone=PHONE)


def code_sent(texts):
    sign_in.send_codes(timezone.now())
    return re.search(r"\d{6}", texts[-1][1])[0]


def link(browser, texts, phone=PHONE):
    browser.post(PAGE, {"phone": phone})
    return browser.post(PAGE, {"code": code_sent(texts)}, follow=True)


def test_the_code_of_the_own_phone_says_who_one_is_and_opens_nothing(pages, lin, at_home, texts):
    browser = pages(lin)
    assert "现在认定的是" not in browser.get(PAGE).content.decode()

    page = link(browser, texts).content.decode()

    assert "现在认定的是：林晓" in page and entries.own_entry(lin) == at_home
    row = OwnEntry.objects.get()
    assert (row.user, row.person, row.until_at) == (lin, at_home, None)
    at_home.refresh_from_db()
    assert at_home.user is None and not User.objects.get(pk=lin.pk).phone_index
    assert "还没有对上居民登记" in browser.get(reverse("morality_bank:my")).content.decode()


def test_ones_own_and_the_familys_deeds_go_to_a_colleague(pages, lin, north, wang, at_home, texts):
    rule, browser = builders.make_rule(builders.make_bank(north)), pages(lin)
    link(browser, texts)
    for person in (at_home, wang):
        page = reverse("morality_bank:take-in") + f"?person={person.uid}"
        answer = browser.post(page, typed_in(browser.get(page), rule))
        assert "自己和家里人的好事" in answer.content.decode()
    assert not Deed.objects.exists()


def typed_in(page, rule):
    form = page.context["form"]
    return {
        "rule": rule.pk,
        "happened_on": timezone.localdate().isoformat(),
        "note": "",
        "client_id": form["client_id"].value(),
    }


def test_a_president_decides_not_about_the_own_family(pages, chen, lin, north, home, wang, texts):
    builders.make_person(home, "陈芳", phone=PHONE)
    rule = builders.make_rule(builders.make_bank(north))
    deed = builders.make_deed(lin, wang, rule, at=timezone.now())
    browser = pages(chen)
    link(browser, texts)

    page = browser.post(reverse("morality_bank:post", args=[deed.uid]), follow=True)
    assert "自己和家里人的好事" in page.content.decode()
    assert Deed.objects.get().decided_by is None


def test_a_colleague_looks_up_the_numbers_of_the_own_family(pages, lin, wang, at_home, texts):
    browser = pages(lin)
    link(browser, texts)
    ask = {"field": "phone", "usual": "well", "why": ""}

    page = browser.post(reverse("reveal:person", args=[wang.uid]), ask)
    assert "请别的同事来查" in page.content.decode() and wang.phone not in page.content.decode()


def test_a_number_of_nobody_is_nobodys_entry_and_the_page_does_not_say_so(pages, lin, texts):
    browser = pages(lin)
    assert browser.post(PAGE, {"phone": "16400000012"})["Location"] == PAGE
    sign_in.send_codes(timezone.now())
    assert texts == []
    assert "验证码不对" in browser.post(PAGE, {"code": "000000"}).content.decode()
    browser.post(PAGE, {"again": "1"})
    assert 'name="phone"' in browser.get(PAGE).content.decode()
    assert not OwnEntry.objects.exists()


def test_an_entry_confirmed_anew_ends_the_one_before(lin, wang, at_home):
    entries.link(user=lin, person=wang, at=NOON)
    entries.link(user=lin, person=at_home, at=timezone.now())

    assert entries.own_entry(lin) == at_home
    assert OwnEntry.objects.get(person=wang).until_at is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnEntry.objects.create(user=lin, person=wang, from_at=NOON)


def test_nobody_says_they_are_somebody_else_to_be_rid_of_a_guard(
    pages, lin, zhou, north, wang, at_home, far, texts, clock
):
    """She writes a phone of hers into a stranger's entry, and would be that stranger."""
    stranger = builders.make_person(wang.home, "赵新")
    Person.objects.filter(pk=stranger.pk).update(home=builders.make_door(far, "303"))
    browser, number = pages(lin), "16400000013"
    link(browser, texts)
    about = {"origin": "door", "reason": "上门时说换了号码", "at": timezone.now()}
    writing.write_phone(person=stranger, phone=number, by=lin, **about)
    clock.passes(minutes=2)
    page = link(browser, texts, phone=number).content.decode()
    assert "是您自己写进登记的" in page and entries.own_entry(lin) == at_home

    # A number a colleague wrote is another thing; and the entry of before still counts.
    writing.write_phone(person=stranger, phone="16400000014", by=zhou, **about)
    clock.passes(minutes=2)
    browser.post(PAGE, {"again": "1"})
    link(browser, texts, phone="16400000014")
    assert entries.own_entry(lin) == stranger
    assert entries.not_close([lin], wang) == []


def test_an_entry_joined_into_another_one_is_still_ones_own(lin, at_home, wang, far):
    entries.link(user=lin, person=at_home, at=NOON)
    away = builders.make_person(builders.make_door(far, "303"), "林晓")
    assert entries.not_close([lin], away) == [lin]
    joined = {"status": Person.Status.JOINED, "joined_into": away}
    Person.objects.filter(pk=at_home.pk).update(**joined)

    assert entries.not_close([lin], away) == []


def test_two_accounts_of_one_human_being_are_not_two_people(lin, zhou, chen, wang, at_home):
    entries.link(user=lin, person=wang, at=NOON)
    entries.link(user=zhou, person=wang, at=NOON)
    entries.link(user=zhou, person=at_home, at=timezone.now())
    entries.link(user=chen, person=at_home, at=timezone.now())

    assert not are_two(lin, zhou, TODAY) and not are_two(zhou, chen, TODAY)
    assert are_two(lin, chen, TODAY)


def test_a_resident_and_a_code_to_the_phone_find_no_such_page(client, wang):
    client.force_login(wang.user, by="code")

    assert client.get(PAGE).status_code == 404


def test_whoever_begins_here_is_asked(pages, bai, east):
    add_staff(pages(bai), "sun", "孙立", east, "grid_worker")

    [notice] = User.objects.get(username="sun").notices.all()
    assert notice.link == PAGE and "认一下自己的居民登记" in notice.sentence


def test_an_entry_nobody_asked_for_would_be_noticed(lin, wang, at_home, north, monkeypatch):
    """The guards, with what they rest on taken away."""
    entries.link(user=lin, person=at_home, at=NOON)
    rule = builders.make_rule(builders.make_bank(north))
    with pytest.raises(deeds.TooClose):
        builders.make_deed(lin, wang, rule, at=timezone.now())
    for module in (deeds, disclosure):
        monkeypatch.setattr(module, "own_entries", lambda user: [])

    builders.make_deed(lin, wang, rule, at=timezone.now())
    facts = {"column": "phone", "reason": "问一声平安", "by": lin, "at": timezone.now()}
    assert disclosure.reveal(person=wang, **facts) == wang.phone
