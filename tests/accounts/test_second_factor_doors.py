"""What is asked of whom besides the password: after an upgrade, on paper, of programs."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.factors import asking, marks, once_good
from accounts.models import PaperCode, SecondFactor
from config.middleware import SessionLimitsMiddleware
from grids.models import Reader
from tests.accounts.second import (
    FACTOR,
    SECOND,
    asked,
    digits,
    printed,
    sign_in,
    two_signed_in,
    type_in,
)
from tests.conftest import NOON, TODAY

# An upgrade locks nobody out.


def test_it_may_be_put_off_for_two_weeks_and_the_page_says_so(visitor, chen, clock):
    assert sign_in(visitor, chen, "/desk/")["Location"] == "/desk/"
    assert "请在 3月24日前设好第二道验证" in visitor.get("/desk/").content.decode()

    clock.passes(days=13, hours=23)
    sign_in(visitor, chen)
    assert asked(visitor, "/desk/") is None

    clock.passes(hours=2)
    sign_in(visitor, chen)
    assert asked(visitor, "/desk/") == SECOND
    assert asked(visitor, SECOND) == FACTOR
    assert "手机上的验证器" in visitor.get(FACTOR).content.decode()


def test_a_session_from_before_goes_on(client, chen, clock):
    client.force_login(chen)
    session = client.session
    del session["factor"]
    session.save()

    assert asked(client, "/desk/") is None
    assert client.session["factor"] == marks.LATER


def test_a_session_that_began_before_the_last_day_ends_with_it(visitor, chen, clock):
    SecondFactor.objects.create(user=chen, due_at=NOON + timedelta(minutes=20))
    sign_in(visitor, chen)
    assert asked(visitor, "/desk/") is None

    clock.passes(minutes=20)
    assert asked(visitor, "/desk/") == SECOND and asked(visitor, SECOND) == FACTOR


def test_without_asking_on_the_day_it_would_go_on(visitor, chen, clock, monkeypatch):
    monkeypatch.setattr(SessionLimitsMiddleware, "is_due", lambda *_: False)
    SecondFactor.objects.create(user=chen, due_at=NOON + timedelta(minutes=20))
    sign_in(visitor, chen)
    clock.passes(minutes=20)

    assert asked(visitor, "/desk/") is None


def test_whoever_has_no_post_is_asked_for_nothing(visitor, gao, clock, long_due):
    long_due(gao)
    sign_in(visitor, gao)

    assert asked(visitor, "/inbox/") is None


def test_a_part_of_the_page_that_asks_does_not_turn_it_round(visitor, chen, clock, long_due):
    """The count of messages at the top is fetched by every page, by this one, too."""
    long_due(chen)
    sign_in(visitor, chen)

    part = visitor.get("/inbox/badge/", headers={"HX-Request": "true"})
    assert (part.status_code, part.has_header("HX-Redirect")) == (204, False)


# Paper.


def test_codes_on_paper_are_good_once_each(visitor, chen, clock):
    sign_in(visitor, chen)
    codes = printed(visitor)
    assert len(set(codes)) == 10
    assert not any(code.replace(" ", "") in str(PaperCode.objects.values()) for code in codes)

    assert [type_in(each, codes[0].upper()).status_code for each in two_signed_in(chen)] == [
        302,
        422,
    ]
    browser = Client()
    sign_in(browser, chen)
    PaperCode.objects.filter(used_at=None).exclude(code_hash=hashed(chen, codes[1])).delete()
    type_in(browser, codes[1])
    assert "还剩 0 个" in browser.get("/inbox/").content.decode()


def hashed(user, code):
    return once_good.hashed(user, once_good.cleaned(code))


def test_a_new_sheet_makes_the_old_one_void(visitor, chen, clock):
    sign_in(visitor, chen)
    old, new = printed(visitor), printed(visitor)
    browser = Client()
    sign_in(browser, chen)

    assert type_in(browser, old[0]).status_code == 422
    assert type_in(browser, new[0]).status_code == 302


def test_codes_of_somebody_else_are_none(visitor, chen, qian, clock):
    sign_in(visitor, qian)
    codes = printed(visitor)
    sign_in(visitor, chen)
    printed(visitor)
    browser = Client()
    sign_in(browser, chen)

    assert type_in(browser, codes[0]).status_code == 422


# Programs.


def token(stranger, user, **typed):
    typed = {"username": user.username, "password": "demo-2026", "name": "一表通"} | typed
    return stranger.post("/api/v1/sign-in/", typed, content_type="application/json")


def test_a_program_shows_it_too(with_key, chen, clock):
    with_key(chen)
    assert token(Client(), chen).json()["code"] == "second_factor"
    assert token(Client(), chen, second="000000").json()["fields"]["second"]

    text = token(Client(), chen, second=digits(chen)).json()["token"]
    assert _posts(text) == 1


def test_a_token_from_before_lasts_as_long_as_it_may_be_put_off(visitor, chen, clock):
    text = token(Client(), chen).json()["token"]
    assert _posts(text) == 1

    clock.passes(days=15)
    assert _posts(text) == 0


def _posts(text):
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Token {text}"})
    return len(answer.json()["posts"])


# Fails closed.


@pytest.mark.parametrize(
    ("mark", "worker", "secretary"),
    [("", 0, 0), ("card", 0, 0), ("telephone", 0, 0), ("device", 1, 0), ("later", 1, 1)],
)
def test_a_post_opens_with_what_it_wants_or_not_at_all(lin, chen, mark, worker, secretary):
    seen = [
        len(Reader(user, signed_in_by="password", factor=mark, day=TODAY).posts)
        for user in (lin, chen)
    ]
    assert seen == [worker, secretary]


def test_words_typed_before_it_was_asked_for_wait_behind_it(client, lin, home, clock, long_due):
    """A mark that is gone in the middle of the day loses nobody's contact."""
    long_due(lin)
    client.force_login(lin, factor="")
    door = f"/today/door/{home.pk}/"
    typed = {"channel": "phone", "outcome": "met", "note": "楼道灯坏了"}
    client.post(door, typed, headers={"referer": f"http://testserver{door}"})
    asking.of(lin, NOON)
    client.get(FACTOR)
    client.post("/second-factor/key/", {"digits": digits(lin)})

    assert "楼道灯坏了" in client.get(door).content.decode()


def test_a_founder_gets_a_card_on_the_console(with_key, bai, clock):
    with_key(bai)
    out = io.StringIO()
    call_command("sign_in_card", "bai", stdout=out)
    code = re.search(r"\w{4} \w{4} \w{4}", out.getvalue())[0]
    browser = Client()
    sign_in(browser, bai)

    assert type_in(browser, code)["Location"] == FACTOR
    with pytest.raises(CommandError, match="没有人用这个登录名"):
        call_command("sign_in_card", "nobody")
