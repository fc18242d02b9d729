"""In a browser: from the page on which a question arises to its answer, at most two clicks.

The questions are those of docs/handbook/questions.md. Those that arise on a page of an uploaded
file are followed daily in tests/access/test_handbook_links.py.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo.stages.street import TOWNSHIP
from office.handbook import book
from tests.access.test_handbook_links import QUESTIONS
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.trial("opening")]
OF_A_FILE = {"opening:file", "opening:undo", "residents:roster", "security:way-in"}
YEAR = 2027


def arrived(visitor, who, screen):
    page = visitor(who, screen)
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_questions_are_answered_within_two_clicks(visitor, screen):
    page = arrived(visitor, "bai", screen)
    counted = {}
    for words, name, answer in QUESTIONS:
        if name not in OF_A_FILE:
            page.goto(reverse(name, args=arguments(name)))
            counted[words] = clicks_to(page, answer)

    print(f"\n{counted}")
    assert len(counted) >= 14
    assert max(counted.values()) <= 2


def arguments(name):
    if name.startswith("onboarding:"):
        return [TOWNSHIP]
    return [YEAR] if name == "year:year" else []


def clicks_to(page, answer):
    """How many clicks until the heading of the answer stands where it is read."""
    chapter, _hash, anchor = answer.partition("#")
    heading = page.locator(f"main #{anchor}")
    page.locator(".help-here").click()
    page.wait_for_url("**/help/**")
    clicks = 1
    if not page.url.endswith(f"/help/{chapter}/#{anchor}"):
        here = f"/help/{chapter}/#{anchor}"
        page.locator(f"main a[href$='{here}'], main a[href='#{anchor}']").first.click()
        clicks = 2
    expect(heading).to_be_in_viewport()
    return clicks


def test_every_picture_is_there_and_what_is_looked_for_is_found(visitor):
    page = arrived(visitor, "bai", DESKTOP)
    page.goto(reverse("help:whole"))
    page.wait_for_load_state("networkidle")
    widths = page.locator("main img").evaluate_all("all => all.map((each) => each.naturalWidth)")
    assert len(widths) == len(list((book.FOLDER / "pictures").iterdir())) and min(widths) > 300

    page.goto(reverse("help:contents"))
    page.locator("#words").fill("工作证")
    page.locator("#words").press("Enter")
    expect(page.locator("main mark").first).to_have_text("工作证")
    assert page.url.endswith("/help/")


def test_what_stands_beside_a_name_can_be_pressed(visitor):
    """On the page of a door; the name itself leads nowhere."""
    page = arrived(visitor, "lin", PHONE)
    page.goto(reverse("visits:today"))
    page.locator("main a[href^='/today/door/']").first.click()
    page.locator("main a[href^='/register/']:not([href*='door'])").first.click()
    page.wait_for_url("**/register/**")
