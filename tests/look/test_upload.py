"""Choosing a file: our own button where scripts run, the browser's own field where they do not."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page, session_of, wang):
    return open_page("/my/report/", big=None, session=session_of(wang.user, by="code"))


def test_the_button_is_ours_and_says_when_nothing_is_chosen(page):
    expect(page.locator(".upload .button")).to_have_text("拍照或选照片")
    expect(page.get_by_text("还没有选")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_css("opacity", "0")
    assert page.complaints == []


def test_the_field_is_what_is_pressed_focused_and_named(page):
    field = page.get_by_label("拍照或选照片")
    with page.expect_file_chooser():
        page.locator(".upload-pick").click()
    field.focus()

    expect(field).to_be_focused()
    expect(page.get_by_label("照片", exact=False).first).to_be_focused()


def test_what_was_chosen_is_named(page):
    note = {"name": "灯.txt", "mimeType": "text/plain", "buffer": b"x"}
    page.locator("input[type=file]").set_input_files(note)

    expect(page.locator("#id_photos_chosen")).to_have_text("灯.txt · 1 KB")
    expect(page.get_by_text("还没有选")).to_be_hidden()


def test_without_scripts_the_field_of_the_browser_stands_there(page):
    browser, here = page.context.browser, page.context.storage_state()
    with browser.new_context(java_script_enabled=False, storage_state=here) as quiet:
        plain = quiet.new_page()
        plain.goto(page.url)

        expect(plain.locator("input[type=file]")).to_have_css("opacity", "1")
        expect(plain.locator(".upload .button")).to_be_hidden()
        expect(plain.get_by_text("还没有选")).to_be_hidden()
