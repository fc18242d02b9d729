"""Every component in every state, as a real browser draws it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.waiting import eventually, rest_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
    pytest.mark.django_db(transaction=True),
]

# Boxes people tap; a link in the middle of a sentence is as tall as its line.
TARGETS = (
    "button, .button, .tile, .row-link, .door, .tabs a, .doors-nav a, .top-link, .brand, select"
)
MEASURE = """(selector) => [...document.querySelectorAll(selector)]
    .filter((e) => (e.offsetParent || e.ownerSVGElement) && !e.closest(".row-link"))
    .map((e) => e.matches(".row-link") ? e.closest(".row") : e)
    .map((e) => ({box: e.getBoundingClientRect(), words: e.textContent.trim().slice(0, 20)}))
    .map(({box, words}) => ({height: Math.round(box.height), width: Math.round(box.width), words}))"""


def name_of(look):
    kind = "phone" if look["width"] < 600 else "desk"
    return f"{kind}-{look['scheme']}{'-big' if look['big'] else ''}"


def in_looks():
    """Every look; large type on a dark desk is looked at every day."""
    for scheme in ("light", "dark"):
        for big in (False, True):
            for width in (390, 1440):
                look = {"scheme": scheme, "big": big, "width": width}
                daily = name_of(look) == "desk-dark-big"
                marks = () if daily else pytest.mark.trial("looks")
                yield pytest.param(look, id=name_of(look), marks=marks)


@pytest.mark.parametrize("look", list(in_looks()))
def test_axe_finds_nothing(open_page, session_of, chen, look):
    page = open_page("/styleguide/?message=1", session=session_of(chen), **look)
    result = Axe().run(page)

    assert result.violations_count == 0, result.generate_report()
    assert page.complaints == []


def test_axe_would_have_said_so(open_page):
    page = open_page("/styleguide/")
    page.evaluate("document.querySelector('h1').style.color = '#cccccc'")

    assert [found["id"] for found in Axe().run(page).response["violations"]] == ["color-contrast"]


@pytest.mark.parametrize(
    ("language", "big"),
    [
        ("en", True),
        *(
            pytest.param(*each, marks=pytest.mark.trial("looks"))
            for each in [("en", False), ("zh-hans", False), ("zh-hans", True)]
        ),
    ],
)
def test_nothing_is_wider_than_a_small_phone(open_page, session_of, lin, language, big):
    page = open_page("/styleguide/", width=320, big=big, language=language, session=session_of(lin))

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("big", "least"), [(False, 44), (True, 60)])
def test_what_one_taps_is_as_large_as_a_thumb(open_page, session_of, chen, big, least):
    page = open_page("/styleguide/", big=big, session=session_of(chen))
    boxes = page.evaluate(MEASURE, TARGETS)

    assert [box for box in boxes if box["height"] < least] == []
    assert len(boxes) > 50


@pytest.mark.parametrize(("guard", "times"), [("data-once", 1), ("data-never", 2)])
def test_a_double_tap_sends_once(open_page, guard, times):
    page = open_page("/styleguide/")
    sent = []

    def hold(route):
        sent.append(route.request.post_data)
        route.fulfill(status=204)

    page.route(lambda url: url.endswith("/styleguide/"), hold)
    page.evaluate(
        """(guard) => {
            const form = document.querySelector(".form[data-once]");
            form.noValidate = true;
            form.removeAttribute("data-once");
            form.setAttribute(guard, "");
            window.taps = [];
            window.addEventListener("submit", (event) => taps.push(!event.defaultPrevented));
        }""",
        guard,
    )
    for tap in range(1, 3):
        page.locator(".form .primary").click()
        page.wait_for_function("(tap) => taps.length === tap", arg=tap)
        assert eventually(lambda tap=tap: len(sent) == min(tap, times), rest=rest_of(page))

    assert page.evaluate("taps") == [True, times == 2]
    assert len(sent) == times


def test_a_message_can_be_put_away(open_page):
    page = open_page("/styleguide/?message=1")
    page.locator(".toasts [data-dismiss]").click()

    assert page.locator(".toasts .alert").count() == 0
