"""The doors behind 更多, under a thumb and under a keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
    pytest.mark.django_db(transaction=True),
]


def test_more_opens_closes_and_leads_on(open_page, session_of, bai):
    page = open_page("/exports/", session=session_of(bai))
    more, sheet = page.locator(".more summary"), page.locator(".more ul")

    more.press("Enter")
    assert sheet.locator("[aria-current=page]").inner_text() == "导出"
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(more).to_be_focused()

    more.tap()
    expect(sheet).to_be_visible()
    page.locator("h1").tap()
    expect(sheet).to_be_hidden()

    more.tap()
    sheet.get_by_role("link", name="名册").tap()
    page.wait_for_url("**/imports/")


def test_a_desk_shows_every_door_at_once(open_page, session_of, bai):
    page = open_page("/exports/", width=1440, session=session_of(bai))

    expect(page.locator(".doors-nav a:visible")).to_have_count(12)
    expect(page.locator(".more summary")).to_be_hidden()
