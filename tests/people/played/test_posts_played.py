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


@plays(YES, "proposal:move")
@plays(NO, "proposal:move")
def test_several_posts_are_given_together_and_moved_one_by_one(played):
    names = ("江宁", "江川")
    for username, name in zip(("ning", "chuan"), names, strict=True):
        office.open_account(played.mai, username, name, founding.GRID, "网格员")
    given_at_once(played, *names)
    moved(played.bai, *names)
    played.bai.reads("2 个岗位提出来了，等第二个人一起确认")

    second = played.on_phone("shi")
    together = office.asked_together(second, "白露")
    second.reads("江宁", "江川", "富林路居委会 → 友谊社区居委会")
    second.look("moved-together")
    second.go("/confirm/")
    second.follow("调动岗位 · 江川")
    second.reads("现在在哪里", "富林路", "友谊社区")
    second.look("moved-question")
    office.answer(second, second.page.url, refusing=BECAUSE)
    second.go(together)
    assert "江川" not in second.text()
    office.agree_to(second, "江宁")
    second.reads("确认了，已经办好")
    second.go(together)
    second.reads("这些事都有人看过了")

    played.bai.go("/confirm/")
    played.bai.follow("调动岗位 · 江川")
    played.bai.reads("没有确认", BECAUSE)
    played.bai.go("/posts/leave/")
    posts = played.bai.page.locator("main label.tile", has_text="社区书记")
    ning, chuan = (posts.filter(has_text=name).all_inner_texts() for name in names)
    assert [(" 为止" in each, " 起" in each) for each in chuan] == [(False, False)]
    assert sorted(("友谊社区" in each, " 起" in each, " 为止" in each) for each in ning) == [
        (False, False, True),
        (True, True, False),
    ]


def given_at_once(played, *names):
    """The same grave post to each of them, and one yes to both."""
    office.several(played.bai, "一次安排几个", "选上的每个人，都得到下面写的每个岗位")
    office.tick(played.bai, "people", *names)
    played.bai.type(role0="社区书记", area0="富林路")
    played.bai.look("several-given")
    office.looked_at(played.bai, "several-given-looked-at")
    second = played.on_phone("shi")
    office.asked_together(second, "白露")
    office.agree_to(second, *names)
    second.reads("确认了，已经办好")


def moved(window, *names):
    """From 富林路 to the other community, from tomorrow."""
    office.several(window, "一次调动或结束几个", "先看清谁再也看不到哪里")
    window.type(area="富林路", role="社区书记")
    window.tap("只看这些")
    office.tick(window, "posts", *names)
    window.type(what="move", to="友谊社区")
    window.look("several-moved")
    office.looked_at(window, "several-moved-looked-at")


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
