"""Somebody is found while one types, at the counter too, and the form around the box stays."""

import pytest
from playwright.sync_api import expect

from cases.models import Case
from tests import builders
from tests.conftest import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_at_the_counter_nothing_typed_is_lost_and_who_is_chosen_stays(
    open_page, session_of, wang, li, chen
):
    page = open_page("/desk/new/", session=session_of(chen))
    page.locator("[name=words]").fill("三楼的灯不亮")

    page.locator("#who").press_sequentially("wxl")
    page.get_by_text("王秀兰").click()
    page.locator("#who").fill("李")
    page.locator("#who").press("Enter")

    expect(page.get_by_text("李建国")).to_be_visible()
    expect(page.get_by_label("王秀兰")).to_be_checked()
    expect(page.locator("[name=words]")).to_have_value("三楼的灯不亮")
    assert page.url.endswith("/desk/new/")
    assert page.complaints == []


def test_a_key_opens_what_its_row_can_do_and_other_letters_nothing(
    open_page, session_of, lin, chen, east
):
    case = builders.make_case(lin, east, at=NOON)
    page = open_page("/desk/", width=1440, session=session_of(chen))

    for key in "jzd":
        page.keyboard.press(key)
    assert page.url.endswith("/desk/")
    page.keyboard.press("a")

    page.wait_for_url(f"**/cases/{case.uid}/accept/")
    assert Case.objects.get().status == "reported"
    assert page.complaints == []
