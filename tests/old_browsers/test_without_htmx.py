"""htmx is not read by browsers from before 2020: everything it does, plain links and forms do too."""

import pytest

from tests import builders
from tests.old_browsers.ways import FOLDER, dead_without_htmx, whole

PAGES = {
    each: text
    for each in sorted(FOLDER.rglob("*.html"))
    if "hx-" in (text := whole(each.read_text()))
    and ("{% extends" in text or each.name == "top.html")
}
"""Those that are not part of another one; the top stands above each of them."""


def test_whatever_asks_by_htmx_has_a_way_of_its_own():
    dead = {page.name: dead_without_htmx(text) for page, text in PAGES.items()}

    assert {name: ways for name, ways in dead.items() if ways} == {}
    assert len(PAGES) > 10


@pytest.mark.parametrize(
    "html",
    [
        '<section hx-get="/a"><h2>x</h2></section>',
        '<a hx-get="/a">x</a>',
        '<form><button type="button" hx-post="/a">x</button></form>',
        '<button hx-post="/a">x</button>',
        '<form><input hx-post="/a"></form>',
        '<p><a href="">y</a><div hx-get="/a" hx-trigger="load"></div></p>',
        '<p><a href="/b">y</a></p><div hx-get="/a">{% if x %}x{% endif %}</div>',
    ],
)
def test_what_only_htmx_can_do_is_noticed(html):
    assert len(dead_without_htmx(html)) == 1


@pytest.mark.parametrize(
    ("who", "page", "sent"),
    [
        ("lin", "/search/", {"words": "王"}),
        ("chen", "/desk/new/", {"find": "王", "look": "1"}),
        ("lin", "/deeds/new/", {"q": "王"}),
        ("lin", "/cases/at-door/{door}/", None),
    ],
)
def test_what_is_asked_without_htmx_is_answered_by_a_whole_page(
    request, client, wang, north, who, page, sent
):
    builders.make_bank(north)
    client.force_login(request.getfixturevalue(who), by="password")
    page = page.format(door=wang.home_id)
    plain = client.get(page) if sent is None else client.post(page, sent)
    by_htmx = client.get if sent is None else client.post
    part = by_htmx(page, *([sent] if sent else []), headers={"HX-Request": "true"})

    assert plain.text.startswith("<!doctype html>") and 'id="main"' in plain.text
    assert "<!doctype" not in part.text and part.text.strip()
