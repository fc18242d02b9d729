"""The president decides deeds without leaving the keyboard."""

import pytest
from playwright.sync_api import expect

from morality_bank.models import Deed
from tests import builders
from tests.conftest import NOON

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
    pytest.mark.django_db(transaction=True),
]


def test_j_goes_to_the_first_deed_enter_posts_it_and_d_says_why_not(
    open_page, session_of, chen, lin, wang, north
):
    rule = builders.make_rule(builders.make_bank(north))
    for _deed in range(2):
        builders.make_deed(lin, wang, rule, at=NOON)
    page = open_page("/deeds/", width=1440, session=session_of(chen))

    page.keyboard.press("?")
    expect(page.locator("[data-keys-help]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("入账")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toasts .alert")
    page.wait_for_load_state()  # the keys work once the new page stands
    assert Deed.objects.filter(state="posted").count() == 1

    page.keyboard.press("j")
    page.keyboard.press("d")
    page.wait_for_url("**/refuse/")
