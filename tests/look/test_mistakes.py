"""A form that comes back with mistakes, as a thumb and a keyboard find it."""

import pytest
from playwright.sync_api import expect

from tests import builders

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
    pytest.mark.django_db(transaction=True),
]


def send_anyway(page):
    """As an old phone does, which does not check fields itself."""
    page.locator("form[data-once]").evaluate("(form) => (form.noValidate = true)")
    page.locator("form[data-once] .primary").click()
    page.wait_for_selector("[data-errors]")


def test_the_first_faulty_field_has_the_focus_and_nothing_typed_is_gone(open_page, session_of, lin):
    builders.make_category()
    page = open_page("/cases/new/", session=session_of(lin))
    page.get_by_label("在哪里").fill("3 单元门口")
    send_anyway(page)

    expect(page.locator(":focus")).to_have_attribute("name", "category")
    assert page.get_by_label("在哪里").input_value() == "3 单元门口"


def test_a_faulty_choice_among_tiles_is_found_too(open_page, session_of, lin, home):
    page = open_page(f"/today/door/{home.pk}/", session=session_of(lin))
    send_anyway(page)

    expect(page.locator(":focus")).to_have_attribute("name", "outcome")


def test_what_an_answer_says_does_not_lie_over_the_form(open_page):
    page = open_page("/styleguide/?message=1")
    page.evaluate("window.scrollTo(0, 600)")
    assert page.locator(".toasts .alert").bounding_box()["y"] < 0

    page.evaluate("document.dispatchEvent(new Event('no-signal'))")
    assert page.locator(".toasts .alert").bounding_box()["y"] > 0
