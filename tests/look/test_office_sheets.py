"""The street office's own sheets: short, used, and in the colours of the house."""

import re

import pytest
from django.conf import settings

from tests.look.test_source import FORBIDDEN, ROOT

SHEETS = sorted((ROOT / "static/css/admin").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates/admin").glob("*.html"))
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]+)")


def own_classes(texts):
    return {name for text in texts for name in re.findall(r"\boffice-[a-z-]+", text)}


def schemes(sheet):
    """The values of a sheet in the light and in the dark."""
    light, dark = re.split(r"html\.dark|prefers-color-scheme: dark", sheet, maxsplit=1)
    return dict(TOKEN.findall(light)), dict(TOKEN.findall(dark))


def strangers(office, tokens):
    """Values under a name of the house that are not the house's."""
    pairs = zip(schemes(office), schemes(tokens), strict=True)
    return [
        name
        for ours, house in pairs
        for name in ours.keys() & house.keys()
        if ours[name] != house[name]
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_sheet_of_the_office_stays_short_and_is_linked(sheet):
    linked = [style(None) for style in settings.UNFOLD["STYLES"]]

    assert len(sheet.read_text().splitlines()) <= 200
    assert any(sheet.stem in url for url in linked)


def test_every_class_of_the_office_has_a_rule_and_a_use():
    defined = own_classes(
        re.sub(r"/\*.*?\*/", "", p.read_text(), flags=re.S).replace("css/admin/office", "")
        for p in SHEETS
    )

    assert defined == own_classes(p.read_text() for p in TEMPLATES)


def test_the_office_has_the_colours_of_the_house():
    office = (ROOT / "static/css/admin/office.css").read_text()
    tokens = (ROOT / "static/css/tokens.css").read_text()

    assert len(schemes(office)[1].keys() & schemes(tokens)[1].keys()) >= 8
    assert strangers(office, tokens) == []
    assert strangers(office.replace("#2f6a2b", "#0000ff"), tokens) == ["field"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_a_template_of_the_office_holds_no_style_or_script(template):
    text = template.read_text()

    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)] == []
    assert len(text.splitlines()) <= 80
