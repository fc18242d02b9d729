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
    yield lambda css: [as_if_packed(rule) for rule in page.evaluate(RULES, css)]
    context.close()


def as_if_packed(rule):
    """What a browser hands back as it was written: a value with a var() in it, with its blanks after
    commas, and the question of an @supports."""
    asked, begins, rest = rule.partition("{")
    asked = re.sub(r"(?<=:)\s+", "", asked) if asked.startswith("@supports") else asked
    return re.sub(r",\s+", ",", asked + begins + rest)


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
