"""The number goes away by itself: the real script in a real browser, with a clock we turn."""

import pytest

from tests.ops.house import ROOT

pytestmark = pytest.mark.browser
PAGE = """
<section data-hide-after="60"><p>13800000001</p><p><span data-seconds>60</span> 秒</p>
<template><p>已经收起</p></template></section>
"""


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install(time=0)
    page.set_content(PAGE)
    page.clock.pause_at(3600)  # from here on only we turn it
    page.add_script_tag(path=ROOT / "static/js/hide.js")
    yield page
    context.close()


def test_after_a_minute_the_number_is_out_of_the_page(page):
    page.clock.run_for(59_000)
    assert "13800000001" in page.content()
    assert page.locator("[data-seconds]").inner_text() == "1"

    page.clock.run_for(1_500)
    assert "13800000001" not in page.content()
    assert page.locator("section").inner_text() == "已经收起"


def test_a_page_that_is_left_takes_the_number_along(page):
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")

    assert "13800000001" not in page.content()
