"""Codes, factors, names and switches of who holds a grave post; the card for a lost device."""

import re

import pytest
from playwright.sync_api import expect

from tests.people.played import founding, office
from tests.people.played.outcomes import NO, YES, plays
from tests.people.played.test_posts_played import BECAUSE
from tests.people.played.window import PASSWORD, digits

pytestmark = pytest.mark.trial("people-browser")


@pytest.fixture(scope="module")
def fang(opened_house):
    """A secretary of whom everything is changed: 方圆."""
    return a_secretary(opened_house)


def a_secretary(played):
    about = {"asks": "bai", "confirms": "shi"}
    founding.by_two(played, "fang", "方圆", "富林路", "社区书记", **about)
    return played.fang


def both_answers(played, propose):
    """Refused by the clerk, then asked again and confirmed: what the asker and the second read."""
    propose()
    refused = played.bai.page.url
    half = played.bai.code() if played.bai.page.locator("[data-code]").count() else ""
    office.answer(played.mai, refused, refusing=BECAUSE)
    played.mai.reads("没有确认，原因已经告诉提出的人")
    played.bai.go(refused)
    played.bai.reads(BECAUSE)
    assert not played.bai.page.locator("[data-code]").count()
    propose()
    return refused, half


def agreed(played):
    """Confirmed by the clerk on her phone; both halves, where it ends in a code."""
    address = office.proposed(played.bai)
    first = played.bai.code() if played.bai.page.locator("[data-code]").count() else ""
    second = played.on_phone("mai")
    office.answer(second, address)
    second.reads("确认了，已经办好")
    second.look("second-half-phone" if first else "confirmed-phone")
    return first, second.code() if first else ""


def does_not_come_in(window, username, password):
    window.come_in(username, password)
    window.reads("登录名或密码不对")


@plays(YES, "proposal:code")
@plays(NO, "proposal:code")
def test_a_code_in_two_halves(played, fang):
    def propose():
        office.give_code(played.bai, "方圆")
        played.bai.follow("给登录码 · 方圆")

    _refused, half = both_answers(played, propose)
    stranger = played.phone()
    does_not_come_in(stranger, "fang", half)
    told = fang.beside()
    played.visitors.append(told)
    told.go("/inbox/")
    told.reads("登录码")
    told.look("inbox-of-her")

    first, last = agreed(played)
    assert (len(first), len(last)) == (6, 6)
    does_not_come_in(stranger, "fang", first)
    stranger.look("sign-in-refused")
    does_not_come_in(stranger, "fang", last)
    fang.go("/desk/")
    fang.reads("登录")  # whoever was in with the password before is out
    fang.come_in("fang", first + last)
    chosen(fang)
    show(fang, digits(fang.key, ahead=1))
    expect(fang.page).to_have_url(re.compile("/desk/$"))


def chosen(window):
    """A password chosen anew."""
    expect(window.page).to_have_url(re.compile("/password/"))
    window.type(password1=PASSWORD, password2=PASSWORD)
    window.page.locator("main form button.primary").first.click()
    expect(window.page).not_to_have_url(re.compile("/password/"))


def show(window, code):
    """The second factor, on the page that asks for it."""
    window.go("/sign-in/second/")
    if window.page.locator("[name=code]").count():
        window.type(code=code)
        window.page.locator("main form button.primary").first.click()
        expect(window.page).not_to_have_url(re.compile("/sign-in/second/"))
    window.go("/")


@plays(YES, "proposal:replace")
@plays(NO, "proposal:replace")
def test_a_lost_factor_is_replaced_by_a_card_in_two_halves(played, fang):
    def propose():
        office.account(played.bai, "方圆")
        played.bai.follow("怎么登录")
        played.bai.look("way-in-by-two")
        played.bai.again()
        played.bai.tap("提出，请另一个人确认")

    both_answers(played, propose)
    fang.go("/desk/")
    expect(fang.page).to_have_url(re.compile("/desk/$"))

    first, last = agreed(played)
    fang.go("/desk/")
    fang.come_in("fang", PASSWORD)
    expect(fang.page).to_have_url(re.compile("/sign-in/second/"))
    fang.look("second-by-card")
    for half in (first, last):
        fang.type(code=half)
        fang.page.locator("main form button.primary").first.click()
        fang.reads("这个码不对")
    fang.type(code=first + last)
    fang.page.locator("main form button.primary").first.click()
    expect(fang.page).to_have_url(re.compile("/second-factor/"))
    fang.set_key()
    fang.go("/")
    expect(fang.page).to_have_url(re.compile("/desk/$"))


def change(played, **typed):
    office.account(played.bai, "方圆")
    active = typed.pop("is_active", None)
    if active is not None:
        played.bai.page.locator("#id_is_active").set_checked(active, force=True)
    played.bai.type(**typed)
    office.save(played.bai)


@plays(YES, "proposal:rename")
@plays(NO, "proposal:rename")
def test_another_sign_in_name(played, fang):
    both_answers(played, lambda: change(played, username="yuan"))
    office.account(played.mai, "方圆")
    expect(played.mai.page.locator("#id_username")).to_have_value("fang")

    agreed(played)
    office.account(played.mai, "方圆")
    expect(played.mai.page.locator("#id_username")).to_have_value("yuan")
    does_not_come_in(played.phone(), "fang", PASSWORD)


@plays(YES, "proposal:switch_on")
@plays(NO, "proposal:switch_on")
def test_switched_off_by_one_and_on_by_two(played, fang):
    change(played, is_active=False)
    played.bai.reads("方圆")
    fang.go("/desk/")
    expect(fang.page).to_have_url(re.compile("/sign-in/"))

    both_answers(played, lambda: change(played, is_active=True))
    office.account(played.mai, "方圆")
    expect(played.mai.page.locator("#id_is_active")).not_to_be_checked()
    agreed(played)
    office.account(played.mai, "方圆")
    expect(played.mai.page.locator("#id_is_active")).to_be_checked()


@plays(YES, "proposal:card")
@plays(NO, "proposal:card")
def test_cards_of_one_sheet_are_agreed_to_one_by_one(played):
    about = {"asks": "bai", "confirms": "shi"}
    people = {"an": "安然", "he": "何安"}
    old = {
        username: founding.code_by_two(played, username, name, "富林路", "社区书记", **about)
        for username, name in people.items()
    }
    first = halves_on_cards(played.bai, people)
    second = played.on_phone("mai")
    sheet = office.asked_together(second, "登录卡 · 富林路居委会 · 白露")
    second.look("cards-together")

    second.go("/confirm/")
    second.follow("发登录卡 · 安然")
    office.answer(second, second.page.url, refusing=BECAUSE)
    second.reads("没有确认，原因已经告诉提出的人")
    played.bai.go("/confirm/")
    played.bai.follow("发登录卡 · 安然")
    played.bai.reads("没有确认", BECAUSE)
    assert not played.bai.page.locator("[data-code]").count()
    stranger = played.phone()
    does_not_come_in(stranger, "an", first["an"])

    second.go(sheet)
    assert "安然" not in second.text()
    office.agree_to(second, "何安")
    second.reads("后一半码", "何安")
    second.look("second-halves-on-paper")
    last = second.code()
    second.go(sheet)
    second.reads("这些事都有人看过了")

    for code in (first["he"], last, old["he"]):
        does_not_come_in(stranger, "he", code)
    comes_in_by_halves(played.phone(), "he", first["he"], last)
    an = played.phone()  # what was given before the sheet is still good
    an.come_in("an", old["an"])
    expect(an.page).to_have_url(re.compile("/password/"))


def halves_on_cards(window, people):
    """What is printed on the cards of these people: {sign-in name: first half}."""
    window.go("/cards/")
    window.type(**{"in": "富林路"})
    window.tap("看这里的同事")
    office.tick(window, "who", *people.values())
    window.look("cards-chosen")
    window.again()
    window.tap("打登录卡和工作证")
    window.reads("打好了 2 张", "有几张要第二个人确认", "前一半码")
    window.look("cards-with-halves")
    pairs = {who: window.page.locator(".card-pair", has_text=people[who]) for who in people}
    return {who: pair.locator("[data-code]").inner_text() for who, pair in pairs.items()}


def comes_in_by_halves(window, username, first, last):
    """What the QR of a card with half a code leads to: the name stands there, both halves are typed."""
    window.go(f"/sign-in/#{username}:")
    expect(window.page.locator("main [name=username]").first).to_have_value(username)
    window.type(password=f"{first} {last}")
    window.tap("登录")
    chosen(window)
    window.set_key()
    window.go("/")
    expect(window.page).to_have_url(re.compile("/desk/$"))


def test_a_lost_phone_is_ended_and_a_card_brings_the_next_one(played):
    def card():
        office.account(played.bai, "林晓")
        played.bai.follow("怎么登录")
        played.bai.again()
        played.bai.tap("打印登录卡")
        played.bai.look("sign-in-card")
        return played.bai.code()

    def registered(code):
        phone = played.phone()
        phone.come_in("lin", PASSWORD)
        phone.go("/sign-in/second/")
        phone.look("device-by-card")
        phone.type(code=code)
        phone.page.locator("main form button.primary").first.click()
        phone.reads("这台设备登记好了")
        phone.look("device-registered")
        return phone

    lost = registered(card())
    played.bai.tap("交给本人了") if played.bai.page.get_by_role(
        "button", name="交给本人了"
    ).count() else played.bai.follow("交给本人了")
    played.bai.look("way-in-with-device")
    played.bai.tap("停用")
    lost.go("/today/")
    expect(lost.page).to_have_url(re.compile("/sign-in/"))
    lost.come_in("lin", PASSWORD)
    lost.look("lost-phone")
    assert "登录卡" in lost.text()

    found = registered(card())
    found.go("/today/")
    expect(found.page).to_have_url(re.compile("/today/$"))
