"""The measures see what they are for: each is shown a page with the fault, and one without."""

import pytest

from tests.face import measures

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="zh"><head><title>页</title><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#fff;color:#222;font-size:24px"><main><h1>页</h1>{}</main></body></html>"""
FAULTS = {
    "contrast": '<p style="color:#999">看不清</p>',
    "target": '<p><button style="width:30px;height:30px;padding:0">按</button></p>',
    "text of": '<p style="font-size:14px">太小</p>',
    "sideways": '<div style="width:500px">太宽</div>',
    "axe image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
}
SOUND = '<p>看得清。<a href="#x" style="display:inline-flex;min-height:60px;min-width:60px">去看</a></p>'

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(measures.BEFORE_PAGE)
    yield context.new_page()
    context.close()


def faults(page, body):
    page.set_content(PAGE.format(body))
    return measures.axe(page) + measures.seen(page, phone=True, big=True)


def test_a_sound_page_has_no_fault(page):
    assert faults(page, SOUND) == []


def test_an_element_is_excused_by_rule_and_name_only(page):
    page.set_content(PAGE.format(FAULTS["axe image-alt"]))

    assert measures.axe(page, excused={"image-alt": ("img", "why")}) == []
    assert measures.axe(page, excused={"image-alt": (".other", "why")}) != []
    assert measures.axe(page, excused={"other-rule": ("img", "why")}) != []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen(page, fault):
    assert [found for found in faults(page, SOUND + FAULTS[fault]) if fault in found]


def test_what_is_too_wide_only_for_a_small_phone_is_seen(page):
    page.set_content(PAGE.format('<div style="width:350px">只在小手机上太宽</div>'))

    assert measures.seen(page, phone=False) == []
    assert [fault for fault in measures.small_screens(page) if "at 320 px" in fault]


def test_a_layout_that_jumps_is_seen(page):
    page.goto("about:blank")
    page.set_content(PAGE.format("<div id='late'></div><p style='height:500px'>下面的</p>"))
    page.evaluate(DRAWN)
    page.evaluate("document.getElementById('late').style.height = '300px'")
    page.wait_for_function("window.faceNotes.shift > 0")

    assert [fault for fault in measures.notes(page) if "jumped" in fault]
