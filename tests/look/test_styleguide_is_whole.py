"""The living page leaves nothing out, and its figures are those of the stylesheet."""

from pathlib import Path

import pytest

from config.look import frame, palette
from config.look.styleguide_samples import PAGES

pytestmark = [pytest.mark.urls("tests.look.urls"), pytest.mark.django_db]

ROOT = Path(__file__).resolve().parent.parent.parent
COMPONENTS = {f"components/{path.name}" for path in (ROOT / "templates/components").glob("*.html")}
COMPONENTS -= {"components/uploads_page.html"}  # a whole page; its parts are shown


def drawn_by(client, *addresses):
    frame.drawn.cache_clear()
    return {part.name for each in addresses for part in client.get(each).templates}


def test_every_component_is_shown(client, bai, session_of):
    session_of(bai)
    pages = [f"/styleguide/?page={name}" for name in PAGES]

    assert COMPONENTS - drawn_by(client, "/styleguide/?message=1", *pages) == set()


def test_a_component_left_out_is_noticed(client):
    # Nobody is signed in, so nothing stands behind 更多.
    assert "components/more.html" in COMPONENTS - drawn_by(client, "/styleguide/?message=1")


@pytest.mark.parametrize("name", PAGES)
def test_every_whole_page_opens(client, name):
    assert "<h1>" in client.get(f"/styleguide/?page={name}").text


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["ink", "ink-2", "field", "wheat", "clay", "sky", "plum"])
def test_words_in_a_colour_can_be_read_on_every_ground(name, dark):
    colours = palette.scheme(dark=dark)
    grounds = ["paper", "card", "sunk"] + [f"{name}-tint"] * (f"{name}-tint" in colours)

    assert all(palette.contrast(colours[name].value, colours[on].value) >= 4.5 for on in grounds)


@pytest.mark.parametrize("dark", [False, True])
def test_the_edge_of_what_one_touches_can_be_seen(dark):
    colours = palette.scheme(dark=dark)

    assert palette.contrast(colours["edge"].value, colours["card"].value) >= 3


@pytest.mark.parametrize("name", ["edge", "ink", "ink-2", "field", "wheat", "clay", "sky", "plum"])
def test_the_figures_noted_beside_the_tokens_are_measured_ones(name):
    for dark in (False, True):
        colours = palette.scheme(dark=dark)
        measured = palette.contrast(colours[name].value, colours["card"].value)

        assert abs(float(colours[name].noted) - measured) < 0.15


def test_black_on_white_is_twenty_one():
    assert round(palette.contrast("#000000", "#ffffff"), 1) == 21.0
