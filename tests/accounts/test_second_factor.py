"""Besides the password: a key in the phone, or the device registered by a card; and both lost."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.evidence.whence import Whence
from accounts.factors import cards, keys, marks, setting_up
from accounts.models import PaperCode, SecondFactor, SignInEvent, WorkDevice
from grids import postings
from tests.accounts.second import (
    FACTOR,
    SECOND,
    asked,
    digits,
    kinds,
    printed,
    sign_in,
    two_signed_in,
    type_in,
)
from tests.conftest import NOON, TODAY

CONSOLE = Whence("console")


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
    assert [type_in(each, spent).status_code for each in two_signed_in(chen)] == [302, 422]

    sign_in(later, chen)
    clock.passes(minutes=2)
    assert type_in(later, spent).status_code == 422


def test_ten_tries_and_a_quarter_of_an_hour_of_waiting(with_key, chen, clock):
    with_key(chen)
    browser = two_signed_in(chen)[0]
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
    browsers = two_signed_in(lin)
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


def test_the_key_after_a_replaced_one_counts_in_the_same_half_minute(with_key, chen, bai, clock):
    """Its digits are other digits, though those of the lost key were shown a moment ago."""
    with_key(chen)
    assert keys.accept(SecondFactor.objects.get(user=chen), digits(chen), timezone.now())
    about = {"by": bai, "whence": CONSOLE, "at": timezone.now()}
    card, anew = setting_up.replace(user=chen, **about), Client()
    sign_in(anew, chen)
    assert type_in(anew, card)["Location"] == FACTOR

    anew.get(FACTOR)
    assert anew.post("/second-factor/key/", {"digits": digits(chen)}).status_code == 302
