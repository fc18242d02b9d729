"""The pages of a resident as they begin for one of seventy-two: large, and nothing sideways."""

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.conftest import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY, SECONDARY, TARGET = 22, 18, 60

SMALL_WORDS = """([body, least]) => {
    const small = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !at.checkVisibility({visibilityProperty: true})) continue;
        if (at.closest('script, style, template, option, .unseen, .skip, .demo-line')) continue;
        const drawn = at.closest('svg');
        const scale = drawn ? drawn.getBoundingClientRect().width / (drawn.viewBox.baseVal.width || drawn.getBoundingClientRect().width) : 1;
        const size = parseFloat(getComputedStyle(at).fontSize) * scale;
        if (size < (drawn ? least : body)) small.push(`${walker.currentNode.textContent.trim().slice(0, 20)} ${size}`);
    }
    return small;
}"""
SMALL_TARGETS = """(least) => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio]), label.tile, .field-check label')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest('.unseen, .skip, p:not(:has(> a:only-child))'))
    .map((one) => [one, one.matches('.row-link') ? one.closest('.row') : one])
    .filter(([, area]) => area.getBoundingClientRect().height < least - 0.5)
    .map(([one, area]) => `${one.textContent.trim().slice(0, 20)} ${area.getBoundingClientRect().height}`)"""


@pytest.fixture
def paths(north, wang, east, lin, chen):
    bank = builders.make_bank(north)
    builders.make_account(bank, wang, points=1240)
    builders.make_deed(lin, wang, builders.make_rule(bank), at=NOON)
    told = [
        builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
        for _ in range(3)
    ]
    builders.bring(told[0], "returned", desk=chen, worker=lin, at=NOON)
    builders.bring(told[1], "closed", desk=chen, worker=lin, at=NOON)
    cases = [f"/my/cases/{case.uid}/" for case in told]
    return [
        "/my/",
        "/my/passbook/",
        "/my/cases/",
        *cases,
        f"{cases[0]}answer/",
        "/my/report/",
        "/my/registered/",
        "/my/looked-at/",
        "/inbox/",
    ]


@pytest.mark.parametrize(
    ("width", "language"),
    [(390, "zh-hans"), pytest.param(320, "en", marks=pytest.mark.trial("looks"))],
)
def test_large_words_large_targets_and_nothing_sideways(
    open_page, session_of, live_server, wang, paths, width, language
):
    session = session_of(wang.user, by="code")
    page = open_page("/sign-in/phone/", big=None, width=width, language=language, session=session)
    wrong = {}
    for path in ["/sign-in/phone/", *paths]:
        page.goto(live_server.url + path)
        expect(page.locator(".htmx-request")).to_have_count(0)
        wrong[path] = [
            *page.evaluate(SMALL_WORDS, [BODY, SECONDARY]),
            *page.evaluate(SMALL_TARGETS, TARGET),
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong[path].append("wider than the screen")

    assert {path: found for path, found in wrong.items() if found} == {}
    assert page.complaints == []


def test_small_words_and_small_targets_would_be_noticed(open_page):
    page = open_page("/sign-in/phone/", big=False)

    assert page.evaluate(SMALL_WORDS, [BODY, SECONDARY]) != []
    assert page.evaluate(SMALL_TARGETS, TARGET) != []
