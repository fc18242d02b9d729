"""Courtyards, hamlets, shops, dormitories: one path from the workbook to the door in the field."""

import json

import pytest
from django.urls import reverse

from grids.models import Building
from office.opening import saying, template
from residents.at_office import opening, patterns
from residents.at_office.patterns import Kind
from residents.models import Dwelling, Person
from residents.roster import workflow
from tests import builders
from tests.conftest import NOON, TODAY
from tests.office.organisation import NORTH, checked, taken_in, workbook
from tests.residents import sheets
from tests.residents.conftest import upload
from visits.field import plots

FIRST, SECOND = "北苑第一网格", "北苑第二网格"
LINES = [
    [NORTH, "胜利巷", "", FIRST, "12号院", "平房", "", "", "9", "4", "东头"],
    [NORTH, "农场", "", FIRST, "一分公司", "平房", "", "", "", "", "王家大院、李家"],
    [NORTH, "和平里", "", FIRST, "底商", "平房", "", "", "3", "", ""],
    [NORTH, "和平里", "5", FIRST, "", "宿舍", "", "2", "4", "", ""],
    [NORTH, "和平里", "3", FIRST, "", "", "1", "2", "2", "", ""],
]
PLACES = {
    "网格": [[NORTH, FIRST, ""]],
    "小区": [[NORTH, "胜利巷"], [NORTH, "农场"], [NORTH, "和平里"]],
    "楼栋": LINES,
}


@pytest.fixture
def places(street, east, bai):
    row = taken_in(street, bai, workbook(**PLACES))
    assert row.state == "taken_in", saying.Found(row).faults
    return row


def doors_in(**building):
    return set(Dwelling.objects.filter(**building).values_list("stairwell", "floor", "door"))


def test_the_workbook_brings_them_and_hands_them_out_the_same(places, street, bai):
    yard, shops = Building.objects.get(name="12号院"), Building.objects.get(name="底商")
    assert (str(yard), yard.number, shops.number) == ("胜利巷 12号院", 12, 9001)
    houses = {(0, 0, str(number)) for number in range(1, 10)} - {(0, 0, "4")} | {(0, 0, "东头")}
    assert doors_in(building=yard) == houses
    assert doors_in(building__name="一分公司") == {(0, 0, "王家大院"), (0, 0, "李家")}
    dormitory = {(0, floor, f"{floor}0{n}") for floor in (1, 2) for n in (1, 2, 3, 4)}
    assert doors_in(building__number=5) == dormitory

    again = template.build(street)
    again.name = "x.xlsx"
    found = json.loads(checked(street, bai, again).found)
    assert (found["faults"], found["steps"], found["questions"]) == ([], [], [])


SAID = {
    "a yard by its name": ({"小区": "胜利巷", "楼号": "12号院", "门牌": "东头"}, "12号院 东头"),
    "a yard by its number": ({"小区": "胜利巷", "楼号": "12", "门牌": "3号"}, "12号院 3"),
    "a yard in one text": ({"小区": "", "楼号": "", "门牌": "胜利巷12号院7号"}, "12号院 7"),
    "a hamlet": ({"小区": "", "楼号": "一分公司", "门牌": "王家大院"}, "一分公司 王家大院"),
    "a hamlet in one text": ({"小区": "", "楼号": "", "门牌": "一分公司李家"}, "一分公司 李家"),
    "a shop": ({"小区": "和平里", "楼号": "底商", "门牌": "2"}, "底商 2"),
    "a dormitory": ({"小区": "和平里", "楼号": "5", "门牌": "203"}, "和平里 5号楼 203"),
    "a new house": ({"小区": "", "楼号": "一分公司", "门牌": "新来的"}, "一分公司 新来的"),
    "a flat beside them": ({"小区": "和平里", "楼号": "3", "门牌": "202"}, "3号楼 1单元 202"),
}


def test_a_roster_finds_every_one_of_them(places, north):
    rows = [
        sheets.row(f"住户{'甲乙丙丁戊己庚辛壬'[n]}", 单元="", **cells)
        for n, (cells, _door) in enumerate(SAID.values())
    ]
    roster = upload(north, *rows)
    workflow.check(roster=roster, at=NOON)
    assert roster.findings["faulty"] == 0, [f for f in roster.pages.filter(part="faulty")]
    workflow.agree(roster=roster, by=None, at=NOON)
    workflow.take_in(roster=roster, at=NOON)

    homes = Person.objects.order_by("pk").select_related("home__building__compound")
    for person, (_cells, door) in zip(homes, SAID.values(), strict=True):
        assert str(person.home).endswith(door)
    new = Dwelling.objects.get(door="新来的")
    assert (new.stairwell, new.floor) == (0, 0)
    again = workflow.dry_run(sheets.workbook(*rows), community=north, by=None, on=TODAY)
    assert (again.plan.unchanged, again.faults) == (len(SAID), [])


def test_what_cannot_be_such_a_door_is_said(places, north):
    rows = [
        sheets.row("住户甲", 小区="", 楼号="一分公司", 单元="", 门牌="从东数第三户姓王的那一家人"),
        sheets.row("住户乙", 小区="", 楼号="九分公司", 单元="", 门牌="1"),
    ]
    found = workflow.dry_run(sheets.workbook(*rows), community=north, by=None, on=TODAY)

    assert [fault.column for fault in found.faults] == ["门牌", "楼号"]
    assert "最多 10 个字" in found.faults[0].sentence


@pytest.mark.parametrize("typed", ["一分公司王家大院", "王家大院", "农场一分公司王家大院"])
def test_the_search_box_finds_a_house_by_its_words(places, lin, typed):
    from residents.search import places as where
    from residents.search import query

    reader = builders.reader_of(lin)
    asked = query.read(typed)
    found = where.doors(Dwelling.objects.visible_to(reader), asked, to=reader)
    assert [door.door for door in found] == ["王家大院"]


def test_the_field_shows_houses_in_rows_and_their_doors_say_no_stairwell(places, lin, client, east):
    yard = Building.objects.get(name="12号院")
    client.force_login(lin)
    page = client.get(reverse("visits:building", args=[yard.pk])).text
    assert "12号院" in page and "0单元" not in page and "单元" not in page
    door = Dwelling.objects.get(building=yard, door="东头")
    assert "0单元" not in client.get(reverse("visits:door", args=[door.pk])).text
    facade = plots.facade(yard, builders.reader_of(lin))
    assert [cell.floor for cell in facade.cells] == [0] * 6 + [-1] * 3


BROKEN = {
    "neither number nor name": (["", FIRST, "", "平房"], "C2 楼号 楼号和叫法至少写一个"),
    "no such kind": (["", FIRST, "院子", "别墅"], "F2 种类"),
    "a stairwell in a yard": (["", FIRST, "院子", "平房", "2"], "G2 单元数 这样的地方没有这一样"),
    "half a dormitory": (["", FIRST, "宿舍", "宿舍", "", "2"], "一起填"),
    "a long house": (
        ["", FIRST, "院子", "平房", "", "", "", "", "从东数第三户姓王的那一家"],
        "超过 10 个字",
    ),
}


@pytest.mark.parametrize(("cells", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_said_by_its_cell(street, east, bai, cells, sentence):
    line = [NORTH, "胜利巷", *cells, *[""] * (9 - len(cells))]
    row = checked(street, bai, workbook(**{"小区": [[NORTH, "胜利巷"]], "楼栋": [line]}))

    said = "\n".join(f"{where} {text}" for where, text in saying.Found(row).faults)
    assert sentence in said


@pytest.mark.parametrize(
    ("kind", "doors", "cells"),
    [
        (
            Kind.HOUSES,
            ["1", "2", "4", "5", "东头"],
            {"每层户数": 5, "没有的门": "3", "另有的门": "东头"},
        ),
        (
            Kind.FLOORS,
            ["101", "102", "201", "301", "302"],
            {"层数": 3, "每层户数": 2, "没有的门": "202"},
        ),
        (Kind.HOUSES, ["李家"], {"另有的门": "李家"}),
    ],
)
def test_their_doors_become_a_pattern_too(kind, doors, cells):
    there = {(0, door) for door in doors}
    found = opening.cells_of(there, kind)
    assert {name: value for name, value in found.items() if value} == cells
    assert patterns.smallest([], kind) == patterns.NONE


def test_a_door_entered_by_hand_fits_its_building(places, office):
    yard = Building.objects.get(name="12号院")
    typed = {"building": yard.pk, "stairwell": 1, "floor": 1, "door": "西头"}
    office.post(reverse("admin:residents_dwelling_add"), typed)
    door = Dwelling.objects.get(door="西头")
    assert (door.stairwell, door.floor, str(door)) == (0, 0, "胜利巷 12号院 西头")
