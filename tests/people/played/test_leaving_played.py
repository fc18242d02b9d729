"""离开: from every page a resident has, at once, and the way back leads nowhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.people.played.residents import comes_in

pytestmark = pytest.mark.trial("people-browser")
HARMLESS = re.compile(r"^http://harmless\.invalid/")
WORDS = "楼道里堆着东西，过不去"
PAGES = (
    "/my/",
    "/my/passbook/",
    "/my/report/",
    "/my/cases/",
    "/my/looked-at/",
    "/my/registered/",
    "/my/passphrase/",
    "/inbox/",
    "/late/",
    "/nowhere/",
)


@pytest.fixture(scope="module")
def zheng(opened_house):
    """A resident, signed in for all that follows."""
    return comes_in(opened_house, "郑十", 7, "13800000061").context.storage_state()


@pytest.fixture
def phone(played, zheng):
    phone = played.phone(zheng)
    neutral = "<!doctype html><html lang=zh><title>天气</title><p>晴</p></html>"
    answer = {"status": 200, "content_type": "text/html; charset=utf-8", "body": neutral}
    phone.context.route(HARMLESS, lambda route: route.fulfill(**answer))
    return phone


def history_of(phone):
    """Addresses and titles the window itself remembers, as whoever presses long on Back sees."""
    session = phone.context.new_cdp_session(phone.page)
    entries = session.send("Page.getNavigationHistory")["entries"]
    session.detach()
    return [(each["url"], each["title"]) for each in entries]


def leave(phone):
    phone.page.locator("[data-leave]").click()
    expect(phone.page).to_have_url(HARMLESS)
    expect(phone.page).to_have_title("天气")


def go_back(phone):
    """As somebody else does who takes the phone; the harmless page comes again."""
    with phone.page.expect_event("framenavigated"):
        phone.page.evaluate("history.back()")
    expect(phone.page).to_have_url(HARMLESS)


def test_every_page_is_left_at_once_and_back_does_not_return(phone):
    phone.go("/my/report/")
    phone.type(words=WORDS)
    phone.page.get_by_text("其他", exact=True).first.click()
    phone.tap("发给社区")
    phone.go("/my/cases/")
    phone.page.locator("a.row-link", has_text=WORDS[:6]).first.click()
    phone.page.wait_for_load_state()
    own = phone.page.url.removeprefix(phone.base)

    for page in (*PAGES, own):
        phone.go("/my/")
        phone.go(page)
        before = phone.page.url
        phone.page.evaluate("window.mark = 'still here'")
        leave(phone)
        if before != f"{phone.base}/my/":
            assert before not in [url for url, _title in history_of(phone)][-2:], page
        go_back(phone)
        assert phone.page.inner_text("body") == "晴", page
        assert WORDS not in str(history_of(phone))


def test_a_page_kept_whole_by_the_browser_is_hidden_before_it_is_seen(phone):
    """As the back/forward cache brings it: nothing is loaded anew, only shown again."""
    phone.go("/my/")
    kept = "new PageTransitionEvent('pageshow', {persisted: true})"
    phone.page.evaluate(f"sessionStorage.setItem('left', '1'); window.dispatchEvent({kept})")
    expect(phone.page).to_have_url(HARMLESS)


def test_without_the_mark_of_leaving_back_would_return(phone):
    """Negative control."""
    phone.go("/my/")
    phone.go("/my/cases/")
    leave(phone)
    phone.context.add_init_script("sessionStorage.removeItem('left')")
    phone.page.evaluate("history.back()")
    expect(phone.page).to_have_url(re.compile("/my/$"))
