"""Residents sign in with a code; nobody can ask who is registered."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import sign_in, views
from accounts.evidence.whence import Whence
from accounts.models import User
from foundation.sealing import seal
from tests import builders
from tests.accounts.conftest import same_page

PHONE = "13800000001"
TOWN, ELSEWHERE = "203.0.113.7", "198.51.100.2"


def ask(visitor, phone=PHONE):
    """Ask for a code, and let the worker see to it."""
    reply = visitor.post("/sign-in/phone/", {"phone": phone})
    sign_in.send_codes(timezone.now())
    return reply


def ask_for(visitor, texts, phone=PHONE):
    """Ask for a code; the code that reached the phone."""
    ask(visitor, phone)
    return re.search(r"\d{6}", texts[-1][1]).group()


def type_in(visitor, code):
    return visitor.post("/sign-in/code/", {"code": code})


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def signed_in(visitor):
    return "_auth_user_id" in visitor.session


def test_the_code_that_reached_the_phone_opens_the_door(visitor, wang, texts):
    code = ask_for(visitor, texts)

    assert type_in(visitor, code)["Location"] == "/"
    assert User.objects.get(pk=visitor.session["_auth_user_id"]) == wang.user
    assert visitor.session["by"] == "code"


def test_the_number_may_be_written_as_people_write_it(visitor, wang, texts):
    ask_for(visitor, texts, "+86 138-0000-0001")

    assert texts[0][0] == PHONE


def test_a_number_nobody_has_confirmed_opens_nothing_and_says_what_to_do(visitor, home, texts):
    person = builders.make_person(home, "赵新", phone=PHONE)

    reply = type_in(visitor, ask_for(visitor, texts))

    assert reply["Location"] == "/sign-in/not-confirmed/"
    assert "带身份证到社区柜台" in visitor.get(reply["Location"]).content.decode()
    person.refresh_from_db()
    assert (person.user, signed_in(visitor)) == (None, False)


def test_a_code_is_good_once(visitor, wang, texts):
    code = ask_for(visitor, texts)
    ticket = visitor.session["ticket"]
    type_in(visitor, code)

    assert "验证码不对或已过期" in type_in(with_phone(Client(), ticket), code).content.decode()


def with_phone(browser, ticket):
    """Another browser on which the same number was typed, with the ticket of the first one."""
    session = browser.session
    session.update({"phone": seal(PHONE, context=views.PHONE), "kept_for_code": ""})
    session["ticket"] = ticket
    session.save()
    return browser


def test_a_wrong_code_gets_a_sentence(visitor, wang, texts):
    code = ask_for(visitor, texts)

    assert "验证码不对或已过期" in type_in(visitor, wrong(code)).content.decode()
    assert not signed_in(visitor)


def test_after_ten_minutes_it_is_too_old(visitor, wang, texts, clock):
    code = ask_for(visitor, texts)
    clock.passes(minutes=10, seconds=1)

    assert "验证码不对或已过期" in type_in(visitor, code).content.decode()


def test_after_five_wrong_tries_the_right_one_is_worth_nothing(visitor, wang, texts):
    code = ask_for(visitor, texts)
    for _ in range(5):
        type_in(visitor, wrong(code))

    assert "验证码不对或已过期" in type_in(visitor, code).content.decode()
    assert not signed_in(visitor)


def test_the_fourth_try_still_counts(visitor, wang, texts):
    code = ask_for(visitor, texts)
    for _ in range(4):
        type_in(visitor, wrong(code))

    assert type_in(visitor, code).status_code == 302


def test_only_the_newest_code_counts(visitor, wang, texts, clock):
    first = ask_for(visitor, texts)
    clock.passes(minutes=2)
    second = ask_for(visitor, texts)

    if first != second:  # one in a million
        assert not type_in(visitor, first).has_header("Location")
    assert type_in(visitor, second).status_code == 302


def test_one_code_a_minute_and_five_a_day(visitor, wang, texts, clock):
    ask_for(visitor, texts)
    page = visitor.post("/sign-in/phone/", {"phone": PHONE}).content.decode()
    assert "验证码要得太勤了" in page and len(texts) == 1

    for _ in range(5):
        clock.passes(minutes=2)
        ask(visitor)
    assert len(texts) == 5


def from_place(network, phone=PHONE, browser=None):
    """What a browser nobody knows, or this one, is answered when it asks for a code there."""
    browser = browser or Client()
    return browser.post("/sign-in/phone/", {"phone": phone}, REMOTE_ADDR=network).status_code


def test_a_town_behind_one_network_asks_for_codes_but_not_for_ever(visitor, db, texts, settings):
    assert settings.CODES["code-network"] >= 600
    settings.CODES = settings.CODES | {"code-network": 25}
    town = [from_place(TOWN, f"138000010{number:02d}") for number in range(26)]

    assert town == [302] * 25 + [200]


def test_strangers_in_one_place_keep_nobody_out_elsewhere(visitor, wang, texts, clock):
    here = []
    for _turn in range(6):
        here.append(from_place(TOWN))
        clock.passes(minutes=2)

    assert here == [302] * 5 + [200]
    assert from_place(ELSEWHERE) == 302
    assert from_place(TOWN) == 200  # control: the place they asked from stays shut


def test_no_number_is_buried_under_messages_from_many_places(visitor, db, texts, settings):
    settings.CODES = settings.CODES | {"code-number": 3}

    assert [from_place(f"203.0.113.{place}") for place in range(4)] == [302] * 3 + [200]


def test_a_network_that_asked_too_much_does_not_stop_the_usual_browser(
    visitor, wang, texts, clock, settings
):
    code = ask_for(visitor, texts)
    type_in(visitor, code)
    visitor.post("/sign-out/")
    clock.passes(minutes=2)
    settings.CODES = dict.fromkeys(settings.CODES, 0)

    assert from_place("127.0.0.1") == 200
    assert from_place("127.0.0.1", browser=visitor) == 302


def test_known_and_unknown_numbers_are_answered_with_the_same_bytes(visitor, wang, texts, clock):
    answers = []
    for phone in (PHONE, "13900000009"):
        to_code = ask(visitor, phone)
        page = visitor.get(to_code["Location"])
        wrong_one = type_in(visitor, "000000")
        pages = (same_page(page) + same_page(wrong_one)).replace(phone.encode(), b"")
        answers.append((to_code.status_code, to_code["Location"], pages))

    assert answers[0] == answers[1]
    assert [phone for phone, _ in texts] == [PHONE]


def test_a_number_nobody_has_is_said_to_who_holds_it_and_nobody_else(visitor, db, texts):
    ask(visitor)
    assert texts == []

    facts = {"whence": Whence("198.51.100.1"), "ticket": visitor.session["ticket"]}
    code = sign_in.request_code(phone=PHONE, **facts, at=later())
    assert "没有登记在哪位居民名下" in type_in(visitor, code).content.decode()
    assert not signed_in(visitor)


def later():
    return timezone.now() + timedelta(minutes=2)


def test_whoever_moved_away_no_longer_comes_in(visitor, home, texts):
    person = builders.make_person(home, "赵新", phone=PHONE)
    person.status = "moved"
    person.save()
    ask(visitor)

    assert texts == []


def test_outside_the_demo_the_code_is_never_on_the_page(visitor, wang, texts):
    code = ask_for(visitor, texts)

    assert code not in visitor.get("/sign-in/code/").content.decode()


def test_in_the_demo_it_is_and_nothing_is_sent(visitor, wang, texts, settings):
    settings.DEMO = True
    ask(visitor)

    assert visitor.session["demo_code"] in visitor.get("/sign-in/code/").content.decode()
    assert texts == []


def test_without_a_number_there_is_no_code_page(visitor):
    assert visitor.get("/sign-in/code/")["Location"] == "/sign-in/phone/"


@pytest.mark.parametrize("typed", ["12345", "二三四", "1380000000", ""])
def test_what_is_no_number_gets_a_sentence(visitor, typed):
    reply = visitor.post("/sign-in/phone/", {"phone": typed})

    assert reply.status_code == 200
    assert 'aria-invalid="true"' in reply.content.decode()


def test_a_staff_phone_opens_a_residents_pages_only(visitor, lin, texts):
    lin.set_phone(PHONE)
    lin.save()
    type_in(visitor, ask_for(visitor, texts))

    assert visitor.get("/today/").status_code == 404
