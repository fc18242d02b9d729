"""At the counter and at the door two see somebody: what they give, and what one alone does not."""

import pytest
from playwright.sync_api import expect

from tests.people.played import empty_house, founding
from tests.people.played.outcomes import NO, YES, plays
from tests.people.played.residents import (
    CONFIRM,
    MY,
    ask_for_code,
    at_counter,
    comes_in,
    id_number,
    sign,
)

pytestmark = pytest.mark.trial("people-browser")
FIRST, TYPED, RIGHT = "13800000001", "13900000002", "13900000003"
WHY = "本人来柜台说换了号码"
NOT_TWO = "另一位要是管这里的别的同事"


def write_number(window, page, number):
    window.go(f"{page}number/")
    window.type(phone=number, reason=WHY)
    window.again("password")
    window.look("counter-number")
    window.tap("记下新号码")
    window.reads("新号码记下了")


@plays(YES, "confirming.after_seeing")
@plays(NO, "confirming.after_seeing")
def test_a_number_opens_what_is_theirs_once_another_has_seen_them(played):
    number = id_number(1)
    founding.registered(played.mai, "王五", "友谊小区", id_number=number, phone=FIRST)
    phone = played.phone()
    ask_for_code(played, phone, FIRST)
    phone.reads("这个号码还没有确认")
    phone.look("not-confirmed")
    phone.go("/my/")
    expect(phone.page).not_to_have_url(MY)

    desk = played.on_phone("dong")
    page = at_counter(desk, number)
    desk.look("counter-person")
    desk.follow("确认手机号")
    desk.look("counter-confirm")
    sign(desk, CONFIRM)  # the clerk who wrote it opened her account: one is not enough
    desk.reads("请另一位同事也看过")
    desk.look("counter-confirm-refused")
    sign(desk, CONFIRM, second="chen", password="guessed-it-77")
    desk.reads("登录名或密码不对")
    sign(desk, CONFIRM, second="chen")
    desk.reads("号码确认了")
    desk.look("counter-person-confirmed")

    write_number(desk, page, TYPED)
    ask_for_code(played, phone, TYPED)
    phone.reads("这个号码还没有确认")
    seen = played.on_phone("chen")
    seen.go(f"{page}confirm/")
    seen.follow("不是本人的，写对的")
    write_number(seen, page, RIGHT)
    sign(seen, CONFIRM)
    seen.reads("请另一位同事也看过")
    desk.go(f"{page}confirm/")
    sign(desk, CONFIRM)
    desk.reads("号码确认了")
    ask_for_code(played, phone, RIGHT)
    expect(phone.page).to_have_url(MY)


def test_the_number_before_confirms_the_new_one(played):
    phone = comes_in(played, "李六", 2, "13800000011")
    page = at_counter(played.dong, id_number(2))
    write_number(played.dong, page, "13900000012")
    phone.go("/my/")
    expect(phone.page).not_to_have_url(MY)

    ask_for_code(played, phone, "13900000012")
    phone.reads("这个号码还没有确认")
    phone.type(phone="13800000010")  # the same page for every number
    phone.tap("往原来的号码发验证码")
    phone.type(code="123456")
    phone.tap("确认新号码")
    phone.reads("验证码不对或已过期")
    phone.follow("换一个号码")
    phone.type(phone="13800000011")
    phone.tap("往原来的号码发验证码")
    phone.look("old-number")
    phone.type(code=empty_house.code_sent(played.house, "13800000011"))
    phone.tap("确认新号码")
    expect(phone.page).to_have_url(MY)


@plays(YES, "confirming.after_seeing")
@plays(NO, "confirming.after_seeing")
def test_at_a_door_two_with_different_posts_see_them(played):
    founding.by_one(played, "ma", "马跃", founding.GRID, "网格员", by="bai")
    number = id_number(3)
    founding.registered(played.mai, "赵新", "友谊小区", id_number=number)
    page = at_counter(played.dong, number)
    lin = played.on_phone("lin")
    write_number(lin, page, "13900000021")
    sign(lin, CONFIRM, second="ma")
    lin.reads(NOT_TWO)
    lin.look("door-refused")
    sign(lin, CONFIRM, second="lu")
    lin.reads("号码确认了")
    phone = played.phone()
    ask_for_code(played, phone, "13900000021")
    expect(phone.page).to_have_url(MY)


@plays(YES, "ways_in.choose_passphrase")
@plays(NO, "ways_in.choose_passphrase")
def test_a_passphrase_is_typed_in_front_of_two(played):
    phone = comes_in(played, "周七", 4, "13800000031")
    page = at_counter(played.dong, id_number(4))
    desk = played.on_phone("dong")
    desk.go(f"{page}passphrase/")
    desk.look("counter-passphrase")
    phrase = {"passphrase": "门前老槐树", "again": "门前老槐树"}
    sign(desk, "记下口令", second="dong", **phrase)
    desk.reads(NOT_TWO)
    phone.go("/my/")
    expect(phone.page).to_have_url(MY)

    sign(desk, "记下口令", second="chen", **phrase)
    desk.reads("口令记下了")
    phone.go("/my/")
    expect(phone.page).not_to_have_url(MY)


@plays(YES, "ways_in.give_card")
@plays(NO, "ways_in.give_card")
def test_a_card_is_given_by_two_and_opens_once(played):
    number = id_number(5)
    founding.registered(played.mai, "吴八", "友谊小区", id_number=number)
    page = at_counter(played.dong, number)
    desk = played.on_phone("dong")
    desk.go(f"{page}card/")
    desk.look("counter-card")
    sign(desk, "发卡", second="dong")
    desk.reads(NOT_TWO)
    sign(desk, "发卡", second="chen")
    desk.reads("吴八 的居民卡")
    desk.look("resident-card")
    code = desk.page.locator(".stat-number").inner_text()

    phone = played.phone()
    phone.go("/sign-in/card/")
    phone.type(code="AAAA-BBBB-CCCC")
    phone.page.locator("main form button.primary").first.click()
    phone.reads("用过、过期了")
    phone.look("card-wrong")
    phone.type(code=code)
    phone.page.locator("main form button.primary").first.click()
    expect(phone.page).to_have_url(MY)
    again = played.phone()
    again.go("/sign-in/card/")
    again.type(code=code)
    again.page.locator("main form button.primary").first.click()
    again.reads("用过、过期了")
