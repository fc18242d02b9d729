"""Light on a phone: what comes over the wire for a first visit, and for every page after it."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.weighing import weighed
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser


@pytest.fixture
def wire(demo_house):
    with Wire(demo_house.port) as relay:
        yield relay


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("lin", "/today/"),
        pytest.param("wang", "/my/", marks=pytest.mark.trial("street")),
    ],
)
def test_pages_are_light_and_calm(chromium, demo_house, wire, who, home):
    """The first ones one comes to; the trial “street” weighs every kind of page."""
    found = weighed(chromium, wire, demo_house, who, home, PHONE, most=12)
    print(f"\n{who}: {found}")

    assert len(found.pages) >= 6
    assert found.too_heavy() == {}
    assert found.faults == []


def test_an_answer_that_is_not_packed_is_noticed(chromium, wire):
    """The relay counts what really comes: without packing, a page of the same house is too heavy."""
    context = chromium.new_context(
        base_url=wire.base, extra_http_headers={"Accept-Encoding": "identity"}
    )
    page, before = context.new_page(), wire.received
    page.goto("/sign-in/")
    page.wait_for_load_state("networkidle")
    context.close()

    assert wire.received - before > 80_000
