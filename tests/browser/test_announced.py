"""In a browser: the secretary says something to a grid, a resident reads it on her phone, her worker
prints it, and somebody without an account scans the paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, tap

pytestmark = [pytest.mark.browser, pytest.mark.trial("opening")]
TITLE, WORDS = "周日停电", "周日上午八点到十点检修线路，请给手机充好电。"
GRID = re.compile("第一网格$")


def test_said_to_a_grid_read_on_a_phone_and_printed(visitor, chromium, demo_house):
    desk = visitor("chen", DESKTOP)
    desk.wait_for_url(lambda url: "/sign-in/" not in url)
    desk.get_by_role("link", name="公告", exact=True).click()
    desk.get_by_role("link", name="写公告").click()
    desk.get_by_label("发给哪里").select_option(label=option(desk, GRID))
    tap(desk, "下一步，写内容")
    desk.get_by_label("标题").fill(TITLE)
    desk.get_by_label("内容").fill(WORDS)
    tap(desk, "存好，看看样子")
    expect(desk.get_by_text("谁收得到")).to_be_visible()
    assert desk.locator(".poster").count() == desk.locator(".announcement-phone").count() == 1
    tap(desk, "就这样发布")
    expect(desk.get_by_text("公告发布了。")).to_be_visible()
    address = desk.url

    phone = visitor("wang", PHONE)
    phone.goto("/my/")
    phone.get_by_role("link", name=TITLE).click()
    expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(phone.get_by_text(WORDS)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]

    worker = visitor("lin", DESKTOP)
    worker.wait_for_url(lambda url: "/sign-in/" not in url)
    worker.goto(address)
    worker.get_by_role("link", name="印出来贴到单元门口").click()
    worker.get_by_role("link", name=re.compile("每个单元一张")).click()
    sheets = worker.locator(".poster").count()
    printed = worker.pdf(prefer_css_page_size=True)
    assert sheets > 1
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sheets  # each on a page of its own

    scanned = chromium.new_context(base_url=address.partition("/announcements/")[0], **PHONE)
    stranger = scanned.new_page()
    stranger.goto(f"/a/{address.rstrip('/').rpartition('/')[2]}/")
    expect(stranger.get_by_text(WORDS)).to_be_visible()
    assert scanned.cookies() == []
    scanned.close()


def option(page, name):
    """The words of the first option of that name, as they stand in the list."""
    return next(each for each in page.locator("option").all_inner_texts() if name.search(each))
