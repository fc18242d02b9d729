"""Old phones, strict offices: the work is done with scripts switched off."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, tap

pytestmark = pytest.mark.browser

QUIET_PHONE = {**PHONE, "java_script_enabled": False}
QUIET_DESKTOP = {**DESKTOP, "java_script_enabled": False}


PROBLEM = "楼道的灯不亮，没有脚本也要报得上"


def test_a_problem_goes_from_the_door_to_the_worker(visitor):
    lin = visitor("lin", QUIET_PHONE)
    lin.locator("a[href^='/today/door/']").first.click()
    lin.get_by_text("见到了", exact=True).first.click()
    tap(lin, "保存，再报一件事")
    lin.get_by_label("是哪类事").select_option(label="路灯不亮")
    lin.get_by_label("什么事").fill(PROBLEM)
    lin.get_by_label("在楼道或公共地方").check(force=True)
    tap(lin, "报上去")
    expect(lin.locator("main")).to_contain_text(PROBLEM)

    chen = visitor("chen", QUIET_DESKTOP)
    chen.goto("/desk/")
    chen.get_by_role("link", name=PROBLEM).first.click()
    address = chen.url
    chen.get_by_role("link", name="受理", exact=True).click()
    tap(chen, "受理")
    chen.goto(address)
    chen.get_by_role("link", name="派人去办", exact=True).click()
    chen.get_by_role("radio").first.check(force=True)
    tap(chen, "派人去办")
    expect(chen.get_by_role("status")).to_be_visible()


def test_the_desk_sees_its_field(visitor):
    page = visitor("chen", QUIET_DESKTOP)
    page.goto("/desk/")
    page.get_by_role("link", name="看我们的田和近来的数").click()
    expect(page.get_by_role("heading", name="没办结的事放了多久")).to_be_visible()


def test_every_door_of_the_office_is_reached(visitor):
    page = visitor("bai", QUIET_PHONE)
    page.goto("/field/")
    page.get_by_text("更多", exact=True).click()
    page.get_by_role("link", name="导出", exact=True).click()
    expect(page).to_have_url(re.compile("/exports/$"))
