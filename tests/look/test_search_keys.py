"""The search box by keyboard, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page, session_of, wang, li, lin):
    return open_page("/today/", width=1440, session=session_of(lin))


def test_a_slash_leads_to_the_box_arrows_choose_and_enter_opens(page, home):
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    page.locator("#words").fill("wxl")  # at once: an answer to half of it would take the focus
    line = page.get_by_role("link", name="王秀兰")
    expect(line).to_be_visible()

    page.keyboard.press("ArrowDown")
    expect(line).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.press("Enter")
    expect(line).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/today/door/{home.pk}/")
    assert page.complaints == []


def test_what_is_typed_appears_in_no_address(page):
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.locator("#words").press_sequentially("王秀兰")
    expect(page.get_by_role("link", name="王秀兰")).to_be_visible()

    assert page.url.endswith("/search/")
    assert {method for method, url in asked if "/search/" in url} == {"POST"}
    assert [url for _method, url in asked if "%E7%8E%8B" in url or "王" in url] == []
