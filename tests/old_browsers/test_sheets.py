"""Every sheet of ours says for each thing newer than Chrome 70 what stands there instead."""

import pytest
from django.conf import settings

from config.look import stylesheets
from tests.old_browsers import sheets
from tests.old_browsers.as_read import as_read

FOLDER = settings.ROOT / "static" / "css"
OLD = (FOLDER / "old.css").read_text()
UNPROVIDED = [
    ".a { inset: 0; }",
    ".a { width: min(4rem, 100%); }",
    ".a { height: 100dvh; height: 100vh; }",
    ".a { width: 4rem; width: max(var(--s), 16%); }",
    ".a { background: linear-gradient(red 0 2rem, blue 2rem); }",
    ".a { background: linear-gradient(var(--red) 0 2rem, blue 2rem); }",
    ".a { overflow-wrap: anywhere; }",
    ".a, .b:focus-visible { color: red; }",
    ".a:where(.b) { color: red; }",
    ".a:not(.b.c) { color: red; }",
    ".a:not(.b, .c) { color: red; }",
    "@layer a { .a { color: red; } }",
    "@media (min-width: 60em) { .a { inset: 0; } }",
    "@supports not (inset: 0) { .a { inset: 0; } }",
    ":root { --wide: min(4rem, 100%); }",
]
PROVIDED = [
    ".a { height: 100vh; height: 100dvh; }",
    ".a { background: linear-gradient(90deg, var(--red) var(--a), var(--blue) 0, blue calc(1px + 2px)); }",
    ".a:not(.b):not(:focus) { color: red; }",
    ".a:focus-visible { color: red; }",
    ".a { text-wrap: balance; }",
    "@supports (width: max(1px, 2px)) { .a { width: max(var(--s), 16%); } }",
]


def written():
    return {str(each.relative_to(FOLDER)): each.read_text() for each in FOLDER.rglob("*.css")}


def test_every_sheet_is_provided_for():
    found = {name: sheets.faults(css) for name, css in written().items()}

    assert {name: each for name, each in found.items() if each} == {}
    assert len(found) > 30


@pytest.mark.parametrize("css", UNPROVIDED)
def test_what_nobody_provided_for_is_noticed(css):
    assert len(sheets.faults(css)) == 1


@pytest.mark.parametrize("css", PROVIDED)
def test_what_was_provided_for_is_not(css):
    assert sheets.faults(css) == []


def test_lines_keep_their_parts_apart():
    house = "\n".join(written()[f"{name}.css"] for name in stylesheets.SHEETS if name != "old")

    assert sheets.gaps_without_need(house, OLD) == []
    assert sheets.gaps_without_need(house, OLD.replace(".alert > ", ".x > ")) == [".alert"]
    assert ".tiles" not in sheets.lines_with_gap(house)


def test_a_sheet_is_read_as_an_old_browser_reads_it():
    css = """
    .a { display: flex; gap: 1rem; width: 4rem; width: min(4rem, 100%); color: max(var(--s), 1px); }
    .b, .c:has(i) { color: red; }
    @supports not (inset: 0) { .a > * { margin: 1rem; } }
    @supports (inset: 0) { .a { margin: 2rem; } }
    @media (min-width: 60em) { .grid { display: grid; gap: 1rem; inset: 0; } }
    @container (max-width: 40rem) { .a { width: 1rem; } }
    """
    read = "".join(as_read(css).split())

    assert read == (
        ".a{display:flex;width:4rem;color:unset;}.a>*{margin:1rem;}"
        "@media(min-width:60em){.grid{display:grid;gap:1rem;}}"
    )


def test_the_street_office_says_what_it_needs_instead_of_an_empty_page():
    """Its theme hides the page until a script has run that old browsers cannot read."""
    read = as_read((FOLDER / "admin" / "old.css").read_text())

    assert "html[x-cloak] { display: block !important; }" in " ".join(read.split())
    assert "none" not in read
    assert 'class="office-too-old"' in (settings.ROOT / "templates/admin/base.html").read_text()
