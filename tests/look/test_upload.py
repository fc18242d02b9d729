"""Choosing a file: our own button where scripts run, the browser's own field where they do not."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.waiting import eventually, rest_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_page, session_of, wang):
    return open_page("/my/report/", big=None, session=session_of(wang.user, by="code"))


def test_the_button_is_ours_and_says_what_is_chosen_and_the_field_is_pressed_and_focused(page):
    expect(page.locator(".upload .button")).to_have_text("拍照或选照片")
    expect(page.get_by_text("还没有选")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_css("opacity", "0")
    assert page.complaints == []

    field = page.get_by_label("拍照或选照片")
    with page.expect_file_chooser():
        page.locator(".upload-pick").click()
    field.focus()

    expect(field).to_be_focused()
    expect(page.get_by_label("照片", exact=False).first).to_be_focused()

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


def test_a_large_photo_is_made_small_and_its_place_taken_out_before_it_is_sent(page):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (40.0, 39.0, 30.0)
    out = io.BytesIO()
    coarse = Image.effect_noise((400, 300), 90).convert("RGB")
    coarse.resize((8160, 6144), Image.Resampling.NEAREST).save(out, "JPEG", quality=60, exif=exif)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    assert len(photo["buffer"]) > 1_000_000
    page.get_by_label("什么事").fill("三楼的灯坏了好几天")
    page.evaluate(NOTED)

    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="发给社区").click()  # at once: it waits until they are small

    sent = eventually(lambda: page.evaluate(SENT), rest=rest_of(page))
    assert sent["size"] < len(photo["buffer"]) / 4 and not sent["place"]
    assert sent["sides"] == [1600, 1205]
    expect(page.locator("#id_photos_chosen img")).to_have_count(1)
    assert page.complaints == []


# What goes out, in place of sending it.
NOTED = """
document.querySelector("form[data-once]").noValidate = true; // only the photo matters
addEventListener("submit", (event) => {
  event.preventDefault();
  window.sent = new FormData(event.target).get("photos");
})
"""
SENT = """
async () => {
  const file = window.sent;
  if (!file) return null;
  const drawn = await createImageBitmap(file);
  const text = await file.text();
  return { size: file.size, sides: [drawn.width, drawn.height], place: text.includes("Exif") };
}
"""
