"""Two entries of one person, in two streets: their offices propose, send back, agree and separate."""

import re

import pytest
from playwright.sync_api import expect

from tests.people.played import empty_house, founding
from tests.people.played.outcomes import NO, YES, plays
from tests.people.played.residents import id_number

pytestmark = pytest.mark.trial("people-browser")
WHY = "打电话问过本人，看过证件"
MEETING = re.compile(r"/meetings/[0-9a-f-]{36}/$")


def meeting_of(window, name="张山风"):
    window.go("/admin/")
    window.go("/imports/")
    window.follow(re.compile("身份证号和另一份相同"))
    window.look("meetings")
    window.page.locator("a.row-link", has_text=name[0]).first.click()
    window.page.wait_for_load_state()
    return window.page.url


def propose(window, address, verdict):
    window.go(address)
    window.type(verdict=verdict, why=WHY)
    if verdict == "one":
        window.type(kept="first")
    window.tap("提给另一边")
    window.reads("提出来了，等另一边的同事点头")


def send_back(window, address):
    window.go(address)
    window.tap("不对，退回")
    window.reads("退回了，可以重新提")


def agree(window, address, button):
    window.go(address)
    window.again("password")
    window.tap(button)


@plays(YES, "meeting:one", "meeting:two")
@plays(NO, "meeting:one", "meeting:two")
def test_two_offices_join_two_entries_and_separate_them(played):
    street = empty_house.NEXT_STREET
    founding.founded(played, street, ("yun", "云开"), ("huo", "霍山"))
    founding.place(played.yun, "火炬路", empty_house.TORCH, "火一网格", "火炬小区")
    number = id_number(9)
    founding.registered(played.mai, "张山风", "友谊小区", id_number=number)
    founding.registered(played.yun, "张三丰", "火炬小区", id_number=number)
    empty_house.night_falls(played.house)

    theirs, ours = played.on_phone("huo"), played.on_phone("shi")
    address = meeting_of(theirs)
    theirs.look("meeting-open")
    propose(theirs, address, "one")
    theirs.look("meeting-proposed")
    assert not theirs.page.get_by_role("button", name="是同一个人，合成一份").count()
    ours.go(address)
    ours.look("meeting-to-answer")
    send_back(ours, address)

    propose(theirs, address, "one")
    agree(ours, address, "是同一个人，合成一份")
    ours.reads("合成一份了")
    ours.look("meeting-joined")
    agree(ours, address, "分成两份")
    ours.reads("分开了，两份登记和合并以前一样")

    propose(theirs, address, "two")
    send_back(ours, address)
    propose(theirs, address, "two")
    agree(ours, address, "是两个人")
    ours.reads("记下了：是两个人")
    ours.look("meeting-two")
    theirs.go(address)
    expect(theirs.page.locator("main")).to_contain_text("两边都说是两个人")
