"""Besides the password: a key in the phone, codes on paper, or the device registered by a card."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.evidence.whence import Whence
from accounts.factors import asking, cards, keys, marks, once_good, setting_up
from accounts.models import PaperCode, SecondFactor, SignInEvent, WorkDevice
from grids import postings
from grids.models import Reader
from tests.conftest import NOON, TODAY

SECOND, FACTOR = "/sign-in/second/", "/second-factor/"
CONSOLE = Whence("console")


def sign_in(browser, user, onward="/"):
    typed = {"username": user.username, "password": "demo-2026", "next": onward}
    return browser.post("/sign-in/", typed)


def type_in(browser, code, onward="/"):
    return browser.post(SECOND, {"code": code, "next": onward})


def asked(browser, page):
    """Where a page leads whoever has shown no second factor yet; None if it opens."""
    reply = browser.get(page)
    return reply["Location"].split("?")[0] if reply.status_code == 302 else None


@pytest.fixture
def long_due(clock):
    """`long_due(user)`: the days in which it could be put off are over."""
    return lambda user: SecondFactor.objects.create(user=user, due_at=NOON - timedelta(days=1))


@pytest.fixture
def with_key(visitor, clock):
    """`with_key(user)`: a browser of somebody who has just set up a key in their phone."""

    def set_up(user):
        sign_in(visitor, user)
        visitor.get(FACTOR)
        assert visitor.post("/second-factor/key/", {"digits": digits(user)}).status_code == 302
        clock.passes(minutes=1)
        return visitor

    return set_up


def digits(user):
    return keys.digits_now(SecondFactor.objects.get(user=user), timezone.now())


def printed(browser):
    page = browser.post("/second-factor/paper/").content.decode()
    return re.findall(r'class="paper-code">(\w{4} \w{4})<', page)


def kinds(user):
    events = SignInEvent.objects.filter(account=user.uid).order_by("pk")
    return list(events.values_list("kind", flat=True))


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


# A key in the phone.


def test_with_a_key_the_password_opens_nothing_until_its_digits_are_typed(with_key, chen, clock):
    with_key(chen)
    browser = Client()
    assert sign_in(browser, chen, "/desk/")["Location"] == "/desk/"
    assert asked(browser, "/desk/") == SECOND
    assert browser.get("/api/v1/me/").status_code == 401
    assert asked(browser, FACTOR) == SECOND

    assert type_in(browser, "000000", "/desk/").status_code == 422
    before = browser.session.session_key
    assert type_in(browser, digits(chen), "/desk/")["Location"] == "/desk/"
    assert asked(browser, "/desk/") is None and browser.session.session_key != before
    assert kinds(chen)[-3:] == ["came_in", "second_wrong", "second_shown"]


def test_digits_are_good_once_and_a_minute_later_no_more(with_key, chen, clock):
    with_key(chen)
    spent, later = digits(chen), Client()
    assert [type_in(each, spent).status_code for each in _two_signed_in(chen)] == [302, 422]

    sign_in(later, chen)
    clock.passes(minutes=2)
    assert type_in(later, spent).status_code == 422


def _two_signed_in(user):
    browsers = Client(), Client()
    for browser in browsers:
        sign_in(browser, user)
    return browsers


def test_ten_tries_and_a_quarter_of_an_hour_of_waiting(with_key, chen, clock):
    with_key(chen)
    browser = _two_signed_in(chen)[0]
    for _try in range(10):
        type_in(browser, "000000")

    assert "过一刻钟再试" in type_in(browser, digits(chen)).content.decode()
    clock.passes(minutes=15)
    assert type_in(browser, digits(chen)).status_code == 302


def test_setting_up_ends_all_other_sign_ins_and_tells_the_owner(with_key, client, chen, clock):
    client.force_login(chen, factor=marks.LATER)
    _token, text = tokens.issue(user=chen, name="x", days=1, by="password", at=timezone.now())
    browser = with_key(chen)

    assert asked(client, "/desk/") == "/sign-in/"
    assert tokens.holder(text, at=timezone.now()) is None
    assert "您设好了第二道验证" in browser.get("/inbox/").content.decode()


def test_the_key_lies_sealed_and_leaves_the_page_once_it_counts(visitor, chen, clock):
    sign_in(visitor, chen)
    page = visitor.get(FACTOR)
    key = SecondFactor.objects.get().key

    assert 'class="qr"' in page.content.decode() and "no-store" in page["Cache-Control"]
    assert key[:4] in page.content.decode() and key not in str(SecondFactor.objects.values())
    assert keys.address(chen, key).startswith("otpauth://totp/%E8%B4%A3%E4%BB%BB%E7%94%B0:chen?")

    visitor.post("/second-factor/key/", {"digits": digits(chen)})
    assert key[:4] not in visitor.get(FACTOR).content.decode()


def test_wrong_digits_set_nothing_up(visitor, chen, clock):
    sign_in(visitor, chen)
    visitor.get(FACTOR)

    assert visitor.post("/second-factor/key/", {"digits": "000000"}).status_code == 422
    assert not SecondFactor.objects.get().is_set_up


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(visitor, chen, clock):
    sign_in(visitor, chen)
    clock.passes(minutes=16)
    assert visitor.post("/second-factor/paper/").status_code == 422
    assert visitor.post("/second-factor/paper/", {"password": "guess"}).status_code == 422
    assert not PaperCode.objects.exists()

    assert visitor.post("/second-factor/paper/", {"password": "demo-2026"}).status_code == 200


# Paper.


def test_codes_on_paper_are_good_once_each(visitor, chen, clock):
    sign_in(visitor, chen)
    codes = printed(visitor)
    assert len(set(codes)) == 10
    assert not any(code.replace(" ", "") in str(PaperCode.objects.values()) for code in codes)

    assert [type_in(each, codes[0].upper()).status_code for each in _two_signed_in(chen)] == [
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


# A worker's device.


@pytest.fixture
def phone(visitor, lin, bai, clock, long_due):
    """Lin's phone, registered by her card."""
    long_due(lin)
    code = cards.give(user=lin, by=bai, at=NOON)
    sign_in(visitor, lin)
    visitor.get(f"{SECOND}?next=/today/")
    assert type_in(visitor, code, "/today/")["Location"] == "/today/"
    return visitor


def test_a_card_registers_the_device_and_then_the_password_is_enough(phone, lin, clock):
    assert asked(phone, "/today/") is None
    phone.post("/sign-out/")

    sign_in(phone, lin)
    assert asked(phone, "/today/") is None
    assert phone.session["factor"] == marks.DEVICE
    assert "一台新设备用登录卡登记好了" in phone.get("/inbox/").content.decode()


def test_whoever_has_a_card_need_not_wait_till_the_last_day(visitor, lin, bai, clock):
    code = cards.give(user=lin, by=bai, at=NOON)
    sign_in(visitor, lin, SECOND)
    assert "以后再说" in visitor.get(SECOND).content.decode()
    assert asked(visitor, "/today/") is None

    type_in(visitor, code)
    assert visitor.session["factor"] == marks.DEVICE and WorkDevice.objects.count() == 1


def test_another_device_needs_another_card(phone, lin, bai, clock):
    elsewhere = Client()
    sign_in(elsewhere, lin)
    assert asked(elsewhere, "/today/") == SECOND
    assert "这台设备还没有登记" in elsewhere.get(SECOND).content.decode()
    assert asked(elsewhere, FACTOR) == SECOND  # nor does the password alone set up a key
    assert type_in(elsewhere, "abcdefghjkmn").status_code == 422

    type_in(elsewhere, cards.give(user=lin, by=bai, at=timezone.now()))
    assert asked(elsewhere, "/today/") is None and asked(phone, "/today/") is None


def test_opening_the_address_uses_no_code_up_and_a_code_is_good_once(
    visitor, lin, bai, clock, long_due
):
    long_due(lin)
    code = cards.give(user=lin, by=bai, at=NOON)
    browsers = _two_signed_in(lin)
    for browser in browsers:
        assert browser.get(f"{SECOND}?code={code}").status_code == 200

    assert [type_in(browser, code).status_code for browser in browsers] == [302, 422]


def test_a_card_lasts_a_week_and_a_newer_one_makes_it_void(visitor, lin, bai, clock, long_due):
    long_due(lin)
    first = cards.give(user=lin, by=bai, at=NOON)
    second = cards.give(user=lin, by=bai, at=NOON)
    sign_in(visitor, lin)
    assert type_in(visitor, first).status_code == 422

    clock.passes(days=7)
    sign_in(visitor, lin)
    assert type_in(visitor, second).status_code == 422


def test_nobody_gives_themselves_a_card(lin):
    with pytest.raises(cards.OwnCard):
        cards.give(user=lin, by=lin, at=NOON)


def test_a_lost_device_is_ended_at_the_next_tap(phone, lin, bai, clock):
    device = WorkDevice.objects.get()
    ended = {"device": device, "by": bai, "whence": CONSOLE, "at": timezone.now()}
    assert [setting_up.end_device(**ended) for _tap in range(2)] == [True, False]

    assert asked(phone, "/today/") == "/sign-in/"
    sign_in(phone, lin)
    assert asked(phone, "/today/") == SECOND
    lost = SignInEvent.objects.get(kind="device_ended")
    assert (lost.account, lost.device) == (lin.uid, device.device)


def test_a_fourth_device_takes_the_place_of_the_oldest(lin, clock):
    for number in range(4):
        whence = Whence("198.51.100.2", str(number))
        setting_up.register_device(user=lin, name="手机", whence=whence, at=timezone.now())
        clock.passes(days=1)

    assert [each.device for each in setting_up.devices_of(lin)] == ["3", "2", "1"]


def test_a_device_opens_no_post_that_wants_more(phone, lin, north, clock):
    """Lin becomes a secretary besides: the next tap asks her to set up a factor of her own."""
    facts = {"role": "secretary", "from_on": TODAY, "by": None, "at": NOON}
    postings.appoint(user=lin, area=north, **facts)

    assert asked(phone, "/desk/") == SECOND and asked(phone, SECOND) == FACTOR
    assert len(printed(phone)) == 10
    assert asked(phone, "/desk/") is None


# Lost.


def test_what_is_replaced_ends_everywhere_and_a_card_begins_anew(with_key, chen, bai, clock):
    browser = with_key(chen)
    _token, text = tokens.issue(user=chen, name="x", days=1, by="password", at=timezone.now())
    codes = printed(browser)
    about = {"by": bai, "whence": CONSOLE, "at": timezone.now()}

    card = setting_up.replace(user=chen, **about)

    assert asked(browser, "/desk/") == "/sign-in/"
    assert tokens.holder(text, at=timezone.now()) is None
    anew = Client()
    sign_in(anew, chen)
    assert asked(anew, "/desk/") == SECOND and asked(anew, FACTOR) == SECOND
    assert type_in(anew, codes[0]).status_code == 422
    assert type_in(anew, card)["Location"] == FACTOR
    assert asked(anew, "/desk/") == SECOND
    assert len(printed(anew)) == 10 and asked(anew, "/desk/") is None
    assert "替您换掉了第二道验证" in anew.get("/inbox/").content.decode()


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
