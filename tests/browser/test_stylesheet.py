"""A browser reads the same rules from the one sheet it is sent as from the files we write."""

import re

import pytest
from django.conf import settings

from config.look import stylesheets

pytestmark = pytest.mark.browser

RULES = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return [...sheet.cssRules].map((rule) => rule.cssText);
}"""


@pytest.fixture
def rules(chromium):
    context = chromium.new_context()
    page = context.new_page()
    # A value with a var() in it is handed back as it was written, blanks after commas included.
    yield lambda css: [re.sub(r",\s+", ",", rule) for rule in page.evaluate(RULES, css)]
    context.close()


def written():
    folder = settings.ROOT / "static" / "css"
    return [(folder / f"{sheet}.css").read_text() for sheet in stylesheets.SHEETS]


def test_the_rules_are_those_we_wrote(rules):
    *screen, paper = written()
    ours = rules("\n".join(screen) + f"@media print {{{paper}}}")

    assert len(ours) > 400
    assert rules(stylesheets.joined(written())) == ours


def test_a_blank_too_few_is_noticed(rules):
    assert rules(".a .b{margin:calc(1px + 2px)}") != rules(".a.b{margin:calc(1px +2px)}")
