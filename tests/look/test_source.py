"""What the templates and stylesheets may not grow into."""

import gzip
import re
from pathlib import Path

import pytest

from config.look import stylesheets
from foundation.charts import drawing
from tools.words import python_files

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
# Each for one page, or one kind.
APART = [
    p
    for at in ("help", "paper", "visits")
    for p in sorted((ROOT / "static/css" / at).glob("*.css"))
]
# A file for the safe, printed where no house may be running: it brings its style along.
BY_ITSELF = ROOT / "templates" / "paper" / "keys.html"
TEMPLATES = sorted(
    p for p in (ROOT / "templates").rglob("*.html") if "admin" not in p.parts and p != BY_ITSELF
)

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style",
    "a handler attribute": r"<[^>]*\son[a-z]+\s*=",
    "a script written into the page": r"<script(?![^>]*\bsrc=)",
    "htmx that evaluates": r"\bhx-on\b|\bhx-vals=.js:",
}
# Given by htmx and Django while a page is alive.
FOREIGN = {"htmx-request", "errorlist"}

# Put together where charts are drawn.
DRAWN = {f"{kind}-{ink}" for kind in ("ink", "on", "stripe") for ink in drawing.INKS}
DRAWN |= {f"{says}-{way}" for says in ("said", "not") for way in ("phone", "message")}
DRAWN |= {"poster-middling", "poster-long"}  # by how much stands on it
DRAWN |= {"stripe-part", "chart-running"} | {f"heat-{level}" for level in range(4)} | {"on-heat-3"}


def classes_defined():
    rules = re.sub(
        r"/\*.*?\*/|\{[^{}]*\}",
        " ",
        "\n".join(p.read_text() for p in SHEETS + APART),
        flags=re.S,
    )
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", rules))


def classes_used():
    """Words inside class="…", also those behind an {% if %}; without what a variable completes."""
    # Given by blocks and variables.
    used = {"wide", "narrow", "broad", "tiles", "segments", "choices", "low", "chips", "sliding"}
    for template in TEMPLATES:
        for value in re.findall(r'class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"', template.read_text()):
            value = re.sub(r"\S*\{\{.*?\}\}\S*", " ", value)
            used |= set(re.sub(r"\{%.*?%\}", " ", value).split())
    return used


def forbidden_in(text):
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)]


def longer_than(lines, paths):
    return [str(path) for path in paths if len(path.read_text().splitlines()) > lines]


def test_templates_read_in_one_sitting_and_hold_no_style_or_script():
    found = {str(path): forbidden_in(path.read_text()) for path in TEMPLATES}

    assert {path: what for path, what in found.items() if what} == {}
    assert longer_than(80, TEMPLATES) == []
    assert len(TEMPLATES) > 200


@pytest.mark.parametrize(
    "text",
    ['<p style="x">', "<style>", '<a onclick="x()">', "<script>x()</script>", '<p hx-on="x">'],
)
def test_the_guard_above_sees_what_it_forbids(text):
    assert forbidden_in(text)


def bare_selects(text):
    """Choices that stand in no .field: the browser draws them, too small for a thumb."""
    before = re.split(r"<select", text)[:-1]
    tags = [re.findall(r"<(?:div|p|form|section)\b[^>]*>", each)[-1:] for each in before]
    return [tag for tag in tags if not tag or 'class="field' not in tag[0]]


def test_every_choice_written_by_hand_stands_in_a_field():
    assert {str(path) for path in TEMPLATES if bare_selects(path.read_text())} == set()
    assert bare_selects('<form class="toolbar"><label></label><select></select></form>')


def test_stylesheets_stay_short():
    assert longer_than(200, SHEETS + APART) == []
    assert len(SHEETS) > 10


def test_all_stylesheets_together_cost_a_phone_less_than_ten_kilobytes():
    house = stylesheets.joined(
        (ROOT / f"static/css/{name}.css").read_text() for name in stylesheets.SHEETS
    )

    assert sorted(stylesheets.SHEETS) == [p.stem for p in SHEETS]
    assert len(gzip.compress(house.encode(), 9)) <= 10 * 1024


def test_no_rule_is_dead():
    code = "\n".join(path.read_text() for path in python_files())
    dead = classes_defined() - classes_used() - FOREIGN
    dead = {name for name in dead if not re.search(rf"\b{name}\b", code)}

    # The states of cells and badges are put together from data (is-due, is-posted …).
    assert {name for name in dead - DRAWN if not name.startswith("is-")} == set()


def test_no_template_uses_a_class_nobody_defined():
    assert classes_used() - classes_defined() - FOREIGN == set()
