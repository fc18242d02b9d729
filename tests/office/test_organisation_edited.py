"""Workbooks as people leave them: two of the office fill in one, lines are hidden, heads are merged."""

from datetime import timedelta

import pytest

from foundation.work.rows import NotReady
from grids.models import Area, Building, Compound
from office.opening import saying, workflow
from office.opening.plan import FILE
from tests import builders
from tests.conftest import NOON
from tests.office.organisation import BUILDINGS, NORTH, PLACES, checked, taken_in, workbook

SOON, LATER = NOON + timedelta(minutes=5), NOON + timedelta(hours=1)
WITH_CODES = PLACES | {
    "网格": [
        [NORTH, "北苑第一网格", "150299020100001"],
        [NORTH, "北苑第二网格", "150299020100002"],
    ]
}


@pytest.fixture
def ping(street):
    return builders.make_staff("ping", "平安", street, "street_staff")


def said(row):
    return "\n".join(f"{where} {text}" for where, text in saying.Found(row).faults)


def with_building_in(grid, *more):
    return workbook(
        **WITH_CODES | {"楼栋": [[*BUILDINGS[0][:3], grid.name, *BUILDINGS[0][4:]], *more]}
    )


def test_two_who_fill_in_one_workbook_do_not_write_over_each_other(street, east, west, bai, ping):
    """Both began with one copy. What both agreed to happens, and no old word counts as a newer one."""
    taken_in(street, bai, workbook(**WITH_CODES))
    mine = with_building_in(west, BUILDINGS[1])
    theirs = with_building_in(east, [*BUILDINGS[1][:3], east.name, *BUILDINGS[1][4:]])
    one, other = (checked(street, by, file, at=SOON) for by, file in ((bai, mine), (ping, theirs)))
    for row, by in ((one, bai), (other, ping)):
        workflow.agree(row=row, by=by, at=SOON)
        workflow.take_in(row=row, at=SOON)

    assert (one.state, other.state) == ("taken_in", "taken_in")
    assert Building.objects.get(number=3).grid == west  # what the first said
    assert Building.objects.get(number=4).grid == east  # what the second said

    again = checked(street, ping, with_building_in(east), at=LATER)
    [question] = [each for each in saying.Found(again).questions if each["field"]]
    assert (question["sheet"], question["line"], question["field"]) == ("楼栋", 2, "网格")
    assert "是上一份表改的，这份表里还是原来的" in question["says"]
    workflow.look_again(row=again, answers={question["key"]: FILE})
    workflow.check(row=again, at=LATER)
    workflow.agree(row=again, by=ping, at=LATER)
    workflow.take_in(row=again, at=LATER)
    assert Building.objects.get(number=3).grid == east  # its control: chosen, it is written


B, HOUSES = BUILDINGS[0], ["", "北苑第一网格", "东院", "平房", "", "", "3", "", ""]
PEOPLE = [["孙立", "sun"], ["孙力", "SUN"]]
POST = ["sun", "网格员", NORTH, "北苑第一网格", "2026-03-10", ""]
BROKEN = {
    "called as another place": (
        {"楼栋": [[NORTH, "和平里", "7", *HOUSES[1:]]]},
        "楼栋 E2 叫法 登记里 9001 号已经叫这个",
    ),
    "sign-in names alike": ({"人员": PEOPLE, "任职": [POST]}, "人员 B3 登录名 已经有登录名“sun”"),
    "as one that is there": ({"人员": [["林晓", "LIN"]]}, "人员 B2 登录名 已经有登录名“lin”"),
    "a post without its community": (
        {"人员": [["孙立", "sun"]], "任职": [[*POST[:2], "", *POST[3:]]]},
        "任职 C2 社区 这里要填",
    ),
}


@pytest.mark.parametrize(("lines", "sentence"), BROKEN.values(), ids=BROKEN)
def test_one_fault_is_said_once_by_its_cell(street, east, west, lin, bai, lines, sentence):
    places = {"小区": [[NORTH, "和平里"]], "楼栋": [[NORTH, "和平里", *HOUSES]]}
    taken_in(street, bai, workbook(**places))

    row = checked(street, bai, workbook(**lines), at=LATER)

    assert sentence in said(row) and "\n" not in said(row)
    with pytest.raises(NotReady):
        workflow.agree(row=row, by=bai, at=LATER)


def test_a_grid_does_not_get_the_name_of_another(street, east, west, bai):
    """Where the file's word is chosen; until then the register stays."""
    file = {"网格": [[NORTH, west.name, east.code], [NORTH, "新网格", west.code]]}
    row = checked(street, bai, workbook(**file))
    answers = {each["key"]: FILE for each in saying.Found(row).questions}
    workflow.look_again(row=row, answers=answers)
    workflow.check(row=row, at=NOON)

    assert said(row) == (
        f"网格 B2 网格 登记里 {west.code} 已经叫这个名字。请换一个名字，或者先到后台改那一个。"
    )
    assert Area.objects.get(pk=east.pk).name != west.name


def test_a_blank_in_its_name_makes_no_other_compound(street, east, bai):
    Compound.objects.create(community=east.parent, name="和平里")

    row = checked(street, bai, workbook(**{"小区": [[NORTH, "和平 里"]]}))

    assert saying.Found(row).sheets == []


def _hide(book):
    book["小区"].row_dimensions[3].hidden = True


def _merge_heads(book):
    book["小区"].merge_cells("A1:B1")


def test_hidden_lines_are_said_and_merged_heads_by_their_cells(street, east, bai):
    lines = {"小区": [[NORTH, "和平里"], [NORTH, "幸福里"]]}

    hidden = checked(street, bai, workbook(_hide, **lines))
    assert "有 1 行是隐藏的，第一行在 小区 A3" in saying.Found(hidden).verdict["text"]
    workflow.agree(row=hidden, by=bai, at=NOON)
    workflow.take_in(row=hidden, at=NOON)
    assert not saying.Found(hidden).note  # it was of the look before
    merged = checked(street, bai, workbook(_merge_heads, **lines))
    assert "“小区”的表头里，A1:B1 是合并的格子" in saying.Found(merged).verdict["text"]
