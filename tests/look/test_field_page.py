"""The field in a real browser: for eyes, ears, thumbs and arrow keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    pytest.param({"width": 390}, id="phone"),
    pytest.param(
        {"width": 1440, "scheme": "dark"}, id="desk-dark", marks=pytest.mark.trial("looks")
    ),
    pytest.param(
        {"width": 320, "big": True, "scheme": "dark", "language": "en"},
        id="small-big-dark-en",
        marks=pytest.mark.trial("looks"),
    ),
]


@pytest.fixture
def building(east, lin):
    building = builders.make_building(east, number=3)
    for stairwell in (1, 2):
        for name in ("101", "102", "201", "202"):
            door = builders.make_door(east, name, building=building, stairwell=stairwell)
            if name != "202":
                builders.tag(builders.make_person(door, f"住户{name}"), "low_income")
    return building


@pytest.fixture
def paths(building, east):
    return {
        "lin": ["/today/", f"/field/{east.code}/", f"/field/building/{building.pk}/"],
        "bai": ["/field/", "/desk/"],
    }


@pytest.mark.parametrize("who", ["lin", pytest.param("bai", marks=pytest.mark.trial("looks"))])
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    open_page, session_of, request, paths, who, look
):
    session = session_of(request.getfixturevalue(who))
    for path in paths[who]:
        page = open_page(path, session=session, **look)
        result = Axe().run(page)

        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
        assert page.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= look["width"]


def spoken(page):
    return page.evaluate("document.activeElement.querySelector('title').textContent")


def test_arrow_keys_walk_from_door_to_door_and_enter_opens(open_page, session_of, lin, building):
    page = open_page(f"/field/{building.grid.code}/", width=1440, session=session_of(lin))
    first = page.locator("[data-field] a").first
    first.focus()
    said = []
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        said.append(spoken(page).split("，")[0])

    assert said == [
        "3号楼 1单元 202",
        "3号楼 1单元 102",
        "3号楼 2单元 101",
        "3号楼 2单元 201",
    ]
    assert page.locator("[data-field] [tabindex='0']").count() == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/today/door/" in page.url


def test_a_cell_is_large_enough_for_a_finger(open_page, session_of, lin, building):
    page = open_page(f"/field/{building.grid.code}/", session=session_of(lin))
    boxes = page.locator("[data-field] a").evaluate_all(
        "cells => cells.map(cell => cell.getBoundingClientRect().height)"
    )

    assert len(boxes) == 8 and min(boxes) >= 24  # WCAG 2.2, 2.5.8; a building's own page has 44


def test_colours_of_numbers_on_cells_and_bars_can_be_read(open_page, session_of, lin):
    """Contrast of what axe cannot see: words inside a picture, by the colours they are given."""
    for scheme in ("light", "dark"):
        page = open_page("/today/", scheme=scheme, session=session_of(lin))
        for ink, ground in PAIRS:
            assert page.evaluate(CONTRAST, [ink, ground]) >= 4.5, (scheme, ink, ground)


PAIRS = [
    ("--ink", "--field-tint"),
    ("--ink", "--wheat-tint"),
    ("--on-grain", "--grain"),
    ("#ffffff", "--clay-solid"),
    ("--ink-2", "--sunk"),
    ("--on-strong", "--field"),
    ("--ink", "--field-line"),
    ("--ink", "--card"),
]
CONTRAST = """(pair) => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
        const value = name.startsWith("--") ? style.getPropertyValue(name).trim() : name;
        return [1, 3, 5].map((n) => parseInt(value.slice(n, n + 2), 16) / 255)
            .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    };
    const [a, b] = pair.map(light).sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
}"""
