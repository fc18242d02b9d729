"""Pictures from cells and counts: the right cell in the right place, and never by colour alone."""

import gzip
import re

import pytest

from visits.field import drawing
from visits.field.drawing import MARKS, Cell
from visits.field.states import AS_GROWN, SHOWN, State


def cell(name, state="fresh", stairwell=1, **facts):
    return Cell(stairwell=stairwell, floor=int(name[:-2]), name=name, state=state, **facts)


def a_building(stairwells=3, floors=6, doors=2):
    return [
        cell(f"{f}0{d}", stairwell=s, url=f"/today/door/{s}{f}{d}/", label=f"{f}0{d}，3 天前联系过")
        for s in range(1, stairwells + 1)
        for f in range(1, floors + 1)
        for d in range(1, doors + 1)
    ]


def uses(svg):
    """[(mark, x, y)] of the cells of a picture, in reading order."""
    found = re.findall(r'<use href="#f-(\w+)"(?: x="([\d.]+)")?(?: y="([\d.]+)")?/>', svg)
    return [(state, float(x or 0), float(y or 0)) for state, x, y in found]


def test_every_state_has_a_mark_of_its_own_shape():
    assert set(MARKS) == set(State.values) == set(SHOWN) == set(AS_GROWN)
    assert len(set(MARKS.values())) == len(MARKS)


@pytest.mark.parametrize("state", MARKS)
def test_a_mark_by_itself_is_the_mark_of_the_pictures(state):
    alone, together = drawing.mark(state), drawing.marks(doors=True)

    assert f'class="cell is-{state}"' in alone
    assert f'd="{MARKS[state]}"' in alone or not MARKS[state]
    assert all(f'id="{kind}-{state}"' in together for kind in "fpd")


def test_floors_stand_on_each_other_and_the_lowest_is_at_the_bottom():
    svg = drawing.building([cell("101"), cell("301", "due")], title="3号楼", text="2 户")

    assert uses(svg) == [("due", 0, 0), ("fresh", 0, 20)]
    assert "<title>3号楼</title><desc>2 户</desc>" in svg


def test_all_stairwells_stand_on_the_same_ground_with_a_gap_between_them():
    svg = drawing.building(
        [cell("201"), cell("101"), cell("101", "overdue", stairwell=2)], title="", text=""
    )

    assert uses(svg) == [("fresh", 0, 0), ("fresh", 0, 20), ("overdue", 30, 20)]


def test_every_cell_is_a_link_that_says_how_its_door_stands():
    svg = drawing.building(
        [cell("501", "due", url="/today/door/7/", label="501，39 天没联系")], title="", text=""
    )

    assert '<a href="/today/door/7/"><title>501，39 天没联系</title>' in svg


def test_please_do_not_enter_is_said_on_top_of_what_is_due():
    asked = cell("501", "overdue", closed=True)

    assert 'href="#f-bar"' in drawing.building([asked], title="", text="")
    assert 'href="#f-bar"' in drawing.stairwell([asked], title="", text="")
    assert 'href="#f-bar"' not in drawing.building(
        [cell("501", "closed", closed=True)], title="", text=""
    )


def test_a_sketch_draws_neighbours_that_stand_alike_in_one_stroke():
    svg = drawing.sketch([cell("101"), cell("102"), cell("103", "due")])

    assert 'fill="url(#p-fresh)" d="M0 0h40v20h-40z"' in svg
    assert 'fill="url(#p-due)" d="M40 0h20v20h-20z"' in svg


def test_words_never_become_markup():
    evil = Cell(1, 1, "<b>", "fresh", label="<script>")
    svg = drawing.stairwell([evil], title="<script>", text="</desc>")

    assert "<script>" not in svg and "<b>" not in svg and svg.count("</desc>") == 1


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({"fresh": 200}, {"fresh": 36}),
        ({"overdue": 1, "fresh": 191}, {"overdue": 1, "fresh": 35}),
        ({"overdue": 8, "fresh": 208}, {"overdue": 3, "fresh": 33}),
        ({"overdue": 16, "due": 17, "fresh": 183}, {"overdue": 4, "due": 5, "fresh": 27}),
        ({"overdue": 900, "fresh": 901}, {"overdue": 30, "fresh": 6}),
        ({"overdue": 9000, "due": 9000, "fresh": 9001}, {"overdue": 17, "due": 18, "fresh": 1}),
        ({"overdue": 150, "fresh": 50}, {"overdue": 28, "fresh": 8}),
        ({}, {}),
    ],
)
def test_a_plot_gives_more_cells_to_more_doors_and_one_to_whatever_exists(counts, cells):
    assert drawing.steps(counts, AS_GROWN) == cells
    assert sum(cells.values()) in (0, 36)


def test_an_area_without_doors_lies_fallow():
    assert re.findall(r"url\(#q-(\w+)\)", drawing.plot({}, AS_GROWN)) == ["vacant"]


def area_of(path):
    """Cells covered by the strokes of one path, without the path crosswise between quarters."""
    boxes = re.findall(r"M(\d+) (\d+)H(\d+)V(\d+)H\d+z", path)
    sizes = [(int(r) - int(x), int(b) - int(y)) for x, y, r, b in boxes]
    return sum((w - (w % 20)) * (h - (h % 20)) for w, h in sizes) // 400


def test_the_strokes_of_a_plot_cover_all_its_cells_once():
    svg = drawing.plot({"overdue": 3, "due": 7, "soon": 20, "fresh": 170}, AS_GROWN)
    paths = re.findall(r'd="([^"]+)"', svg)

    assert [area_of(path) for path in paths] == [2, 3, 5, 26]


def weight(*pictures):
    return len(gzip.compress("".join(pictures).encode()))


def test_a_grid_of_two_hundred_doors_costs_a_phone_less_than_six_kilobytes():
    states = list(MARKS)
    doors = [
        Cell(
            s,
            f,
            f"{f}0{d}",
            states[(s * f + d * b) % 7 if f * d % 3 == 0 else 5],
            f == 4,
            f"/today/door/{b * 41 + s * 13 + f * 2 + d}/",
            f"{b}号楼 {s}单元 {f}0{d}，{b * s * f % 97} 天没联系，晚了 {f} 天",
        )
        for b in range(1, 6)
        for s in range(1, 4)
        for f in range(1, 8)
        for d in (1, 2)
    ]
    buildings = [
        drawing.building(doors[n : n + 42], title=f"{n}号楼", text="42 户：3 户今天该去")
        for n in range(0, 210, 42)
    ]

    assert len(doors) == 210
    assert weight(drawing.marks(), *buildings) <= 6 * 1024
