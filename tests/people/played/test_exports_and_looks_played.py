"""What leaves the house by two, and who looked, once it is safe to read."""

import re

import pytest
from playwright.sync_api import expect

from tests.people.played.outcomes import NO, YES, plays
from tests.people.played.residents import comes_in
from tests.people.played.window import DESKTOP

pytestmark = pytest.mark.trial("people-browser")
WHY = "报民政局三月高龄补贴核对"
EXPORT = re.compile(r"/exports/[0-9a-f-]{36}/$")


def ask(window):
    window.go("/exports/new/people/")
    window.type(full=True, why=WHY)
    window.again("password")
    window.tap("导出")
    expect(window.page).to_have_url(EXPORT)
    return window.page.url


def decide(window, address, **said):
    window.go(address)
    window.follow("看一看，要不要批准")
    window.look("export-question")
    window.type(**said)
    window.again("password")
    window.tap("就这么办")


@plays(YES, "export")
@plays(NO, "export")
def test_a_whole_table_leaves_when_another_agrees(played):
    second = played.on_phone("mai")
    refused = ask(played.bai)
    decide(second, refused, answer="refuse", words="这些列用不着")
    second.reads("没有批准，原因已经告诉导出的人")
    played.bai.go(refused)
    played.bai.reads("这些列用不着")
    assert not played.bai.page.get_by_role("link", name="下载").count()

    address = ask(played.bai)
    decide(second, address, answer="agree")
    second.reads("批准了")
    played.bai.go(address)
    expect(played.bai.page.get_by_role("link", name="下载")).to_be_visible()
    second.go(address)
    assert not second.page.get_by_role("link", name="下载").count()


WORDS = "楼上天天吵，我不想让别人知道是我说的"


def test_who_looked_is_read_once_the_officer_releases_it(played):
    phone = comes_in(played, "孟九", 6, "13800000051")
    phone.go("/my/report/")
    phone.look("my-report")
    phone.type(words=WORDS, confidential=True)
    phone.page.get_by_text("其他", exact=True).first.click()
    phone.tap("发给社区")
    phone.look("my-reported")

    chen = played.chen.beside(DESKTOP)
    played.visitors.append(chen)
    chen.go("/desk/")
    chen.follow(re.compile(WORDS[:8]))
    case = chen.page.url
    chen.page.get_by_role("link", name="受理", exact=True).click()
    chen.tap("受理")
    chen.go(case)
    chen.follow("打电话")
    chen.look("reveal")
    chen.again("password")
    chen.tap("看号码")
    chen.reads("本人看得到")
    phone.go("/my/looked-at/")
    assert "陈芳" not in phone.text()

    chen.go(case)
    chen.look("case-releases")
    chen.tap("让本人看到谁看过号码")
    chen.reads("本人看得到了")
    phone.go("/my/looked-at/")
    phone.reads("陈芳")
    phone.look("looked-at")
