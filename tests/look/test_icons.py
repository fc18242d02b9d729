"""Our icons are lucide's, with a class and without a word; its archive is opened once."""

import zipfile

import pytest
from lucide.templatetags.lucide import lucide

from config.look import icons

# Between them: path, circle, rect, line, polyline, polygon and ellipse.
DRAWN = ["check", "inbox", "lock", "hourglass", "house", "users", "signal", "star", "database"]


@pytest.fixture
def opened(monkeypatch):
    """How many archives were opened since."""
    icons.icon.cache_clear()
    icons._archive.cache_clear()
    monkeypatch.setattr(icons, "ZipFile", lambda file: times.append(file) or zipfile.ZipFile(file))
    times = []
    return times


@pytest.mark.parametrize("name", DRAWN)
def test_an_icon_is_what_lucide_draws(name):
    drawn = lucide(name, size=None, **{"class": "icon", "aria_hidden": "true"})
    lines = [line.strip() for line in drawn.splitlines()]

    assert icons.icon(name) == "".join(lines).replace(" />", "/>")


def test_many_icons_open_the_archive_once(opened):
    assert len({icons.icon(name) for name in DRAWN}) == len(DRAWN)
    assert len(opened) == 1


def test_a_name_lucide_does_not_have_is_no_empty_picture():
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")
