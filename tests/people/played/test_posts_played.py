"""Grave posts and new accounts: proposed by one, confirmed or refused by another."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.people.played import founding, office
from tests.people.played.outcomes import NO, YES, plays

pytestmark = pytest.mark.trial("people-browser")
BECAUSE = "她本人没有答应过"


def twice(played, propose, *, asker, second):
    """Proposed and refused with a reason, then proposed once more and confirmed."""
    propose()
    address = office.proposed(asker)
    on_phone = played.on_phone(second)
    on_phone.go("/confirm/")
    on_phone.look("confirm-list")
    on_phone.go(address)
    on_phone.look("confirm-question")
    office.answer(on_phone, address, refusing=BECAUSE)
    on_phone.reads("没有确认，原因已经告诉提出的人")
    asker.go(address)
    asker.reads("没有确认", BECAUSE)
    played.on_phone(next(name for name, each in played.staff.items() if each is asker)).go(address)
    played.visitors[-1].look("proposal-refused")
    propose()
    again = office.proposed(asker)
    assert again != address
    office.answer(on_phone, again)
    return on_phone, again


@plays(NO, "proposal:open")
def test_an_account_nobody_confirms_is_not_there(played):
    office.open_account(played.bai, "sun", "孙立", "友谊社区", "社区书记")
    address, half = office.proposed(played.bai), played.bai.code()

    office.answer(played.mai, address, refusing=BECAUSE)
    played.mai.reads("没有确认，原因已经告诉提出的人")

    played.bai.go(address)
    played.bai.reads(BECAUSE)
    assert not played.bai.page.locator("[data-code]").count()
    stranger = played.desk()
    stranger.come_in("sun", half)
    stranger.reads("登录名或密码不对")
    played.bai.go("/admin/accounts/user/")
    assert "孙立" not in played.bai.text()


@plays(YES, "proposal:appoint")
@plays(NO, "proposal:appoint")
def test_a_post_is_refused_and_then_given(played):
    office.open_account(played.mai, "ping", "平安", founding.GRID, "网格员")

    def propose():
        office.appoint(played.bai, "平安", "富林路", "社区书记")

    second, _address = twice(played, propose, asker=played.bai, second="shi")
    second.reads("确认了，已经办好")
    office.post_of(played.bai, "平安", "社区书记")
    played.bai.reads("富林路")


def written(day):
    """As the fields of the office have it."""
    return day.strftime("%Y/%m/%d")


@plays(YES, "proposal:extend", "proposal:hand_over")
@plays(NO, "proposal:extend", "proposal:hand_over")
def test_a_post_is_held_longer_and_handed_over(played):
    founding.by_two(played, "gao", "高原", "友谊社区", "社区书记", asks="bai", confirms="shi")
    office.open_account(played.mai, "tian", "田野", founding.GRID, "网格员")
    soon, later = (date.today() + timedelta(days=days) for days in (3, 30))

    def until(day, **more):
        office.post_of(played.bai, "高原", "社区书记")
        played.bai.type(until_on=day.isoformat(), **more)
        office.save(played.bai)

    until(soon)  # what ends is done by one
    twice(played, lambda: until(later), asker=played.bai, second="shi")
    office.post_of(played.bai, "高原", "社区书记")
    expect(played.bai.page.locator("#id_until_on")).to_have_value(written(later))

    twice(played, lambda: until(soon, successor="田野"), asker=played.bai, second="shi")
    office.post_of(played.bai, "田野", "社区书记")
    begins = soon + timedelta(days=1)
    played.bai.reads(f"{begins.year}年{begins.month}月{begins.day}日")


def test_whoever_asked_takes_it_back_and_nobody_confirms_alone(played):
    office.give_code(played.bai, "陈芳")
    address = played.bai.page.url
    assert address.endswith("/confirm/")
    played.bai.follow("给登录码 · 陈芳")
    address = played.bai.page.url
    assert not played.bai.page.locator("[name=answer]").count()

    played.bai.tap("不要了，撤回")
    played.bai.reads("已经撤回，什么也没有改", "已撤回")
    played.shi.go(address)
    played.shi.reads("已撤回")
    assert not played.shi.page.locator("[name=answer]").count()
