"""A roster goes one road: read → match → decide → plan → write → say, and never back.

One whole trip is watched call by call; what a stage imports is read from its files. What stages
hand to each other lies beside the road (`BESIDE`), and who leads along it (`LEADING`) calls each
stage and is called by none.
"""

import ast
import sys
from datetime import timedelta
from pathlib import Path
from types import FunctionType, SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from residents.models import Absence, Lookalike, Roster
from residents.roster import cover
from residents.roster.reading import cells
from residents.roster.saying import sentences
from residents.roster.views import uploads
from residents.roster.writing import cleanup
from tests import builders
from tests.residents.pages import post, url
from tests.residents.sheets import row, workbook

HERE = "residents.roster"
ROAD = ["reading", "matching", "deciding", "planning", "writing", "saying"]
BESIDE = [
    "columns",
    "cover",
    "forms",
    "likeness",
    "pages",
    "parts",
    "plan",
    "questions",
    "register",
    "rows",
    "tied",
]
LEADING = [
    "checking",
    "keeping",
    "rest",
    "taking",
    "template",
    "urls",
    "views",
    "worker",
    "workflow",
]

NUMBER = builders.make_id_number("19500102", 1)


def stage_of(module):
    """The package of the road a module lies in, or ""."""
    name = module.removeprefix(f"{HERE}.").partition(".")[0]
    return name if module.startswith(f"{HERE}.") and name in ROAD else ""


class Watch:
    """Which module of the roster calls which, while it is set; what others do between is passed over."""

    def __init__(self):
        self.calls = set()

    def __enter__(self):
        sys.setprofile(self)
        return self

    def __exit__(self, *_details):
        sys.setprofile(None)

    def __call__(self, frame, event, _argument):
        called = frame.f_globals.get("__name__", "")
        if event != "call" or not called.startswith(f"{HERE}."):
            return
        while frame := frame.f_back:
            if (caller := frame.f_globals.get("__name__", "")).startswith(f"{HERE}."):
                self.calls.add((caller, called))
                return

    @property
    def stages(self):
        return {stage_of(called) for _caller, called in self.calls} - {""}

    @property
    def back(self):
        """Calls from a stage into one before it."""
        stages = [(pair, stage_of(pair[0]), stage_of(pair[1])) for pair in self.calls]
        return sorted(
            pair
            for pair, caller, called in stages
            if caller and called and ROAD.index(called) < ROAD.index(caller)
        )


@pytest.fixture
def trip(client, chen, north, building, monkeypatch):
    """From the upload of an odd sheet to the undo of what was taken in, by clicks."""
    monkeypatch.setattr(cover, "ENOUGH", 10)
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    for name in "甲乙丙丁戊己庚辛壬癸":
        builders.make_person(door, f"张{name}")
    builders.make_person(door, "张三丰", id_number=NUMBER, phone="13800000009")
    lines = [row(f"张{name}") for name in "甲乙丙丁戊己庚辛壬"]
    lines[0] = row("张甲", 备注="养狗", 关爱标签="低保")
    lines += [row("张四丰", 身份证号=NUMBER), row("李四光", door="601", 手机="13800000001")]
    road = SimpleNamespace(client=client, chen=chen, north=north, lines=lines)
    return lambda: walk(road)


def walk(road):
    say_the_columns(road)
    check_and_take_in(road)
    undo(road)


def say_the_columns(road):
    """A sheet with heads nobody knows, then one with a faulty line, handed back."""
    odd = [["何人", "何处"], ["张三丰", "和平里3-2-501"], ["李四光", "和平里3-2-502"]]
    post(road.client, road.chen, road.north, file=workbook(*odd[1:], headers=odd[0]))
    found = Roster.objects.latest("pk")
    said = {"column-0": "姓名", "column-1": "门牌", "line": "1"}
    road.client.post(url("roster-columns", found), said, follow=True)
    road.client.post(url("drop-roster", found))
    post(road.client, road.chen, road.north, row(楼号="99"))
    assert road.client.post(url("hand-back-roster", Roster.objects.latest("pk"))).status_code == 200
    assert road.client.get("/imports/template/").status_code == 200


def check_and_take_in(road):
    """Checked, asked, answered, checked again, taken in; a line decided later follows."""
    post(road.client, road.chen, road.north, *road.lines)
    found = Roster.objects.latest("pk")
    read_the_result(road, found)
    answer(road, found, "roster-pairs", Lookalike, "later")
    road.client.post(url("take-in-roster", found))
    read_the_result(road, found)
    answer(road, found, "roster-absent", Absence, "ask")
    answer(road, found, "roster-pairs", Lookalike, "same")
    road.client.post(url("take-up-roster", found))
    road.client.post(url("take-in-roster", Roster.objects.latest("pk")))


def answer(road, found, name, model, word):
    pk = model.objects.get(roster=found).pk
    road.client.post(url(name, found), {f"answer-{pk}": word}, follow=True)


def read_the_result(road, found):
    for part in ("changed", "held", "new", "absent", "left"):
        assert road.client.get(url("roster", found), {"part": part}).status_code == 200
    assert road.client.get("/imports/").status_code == 200


def undo(road):
    """The first in vain, for the second rests on it; the second, then the first, then the broom."""
    second, first = Roster.objects.order_by("-pk")[:2]
    for found in (first, second, first):
        road.client.post(url("undo-roster", found), follow=True)
    states = [Roster.objects.get(pk=each.pk).state for each in (first, second)]
    assert states == ["undone", "undone"]
    cleanup.forget_left_lying(on=timezone.localdate() + timedelta(days=100))


def test_a_whole_trip_never_turns_back(trip):
    with Watch() as watch:
        trip()

    assert watch.back == []
    assert watch.stages == set(ROAD)


def look_back(roster):
    return [(cells.clean_name("新增"), 1)]


def test_a_call_backwards_is_noticed(client, chen, checked, monkeypatch):
    """The control: a sentence of the result that looks a cell up again."""
    planted = FunctionType(look_back.__code__, {**vars(sentences), "cells": cells})
    monkeypatch.setattr(uploads, "sentences_of", planted)
    client.force_login(chen)

    with Watch() as watch:
        client.get(url("roster", checked))

    assert watch.back == [(f"{HERE}.saying.sentences", f"{HERE}.reading.cells")]


# What a stage imports: itself, stages before it, and what lies beside the road.


def parts_imported(path):
    """The packages and modules of the roster a file imports, at the top or inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (n.split(".")[2] for n in names if n.startswith(f"{HERE}."))


def wrong_way(part, imported):
    if part in LEADING or imported in BESIDE:
        return False
    if part in BESIDE or imported in LEADING:
        return True
    return ROAD.index(imported) > ROAD.index(part)


FOLDER = Path(settings.ROOT) / "residents" / "roster"
PARTS = {path.stem: [path] for path in FOLDER.glob("*.py") if path.stem != "__init__"} | {
    path.parent.name: sorted(path.parent.glob("*.py")) for path in FOLDER.glob("*/__init__.py")
}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_stage_imports_only_what_lies_before_it_or_beside(part):
    found = [(path.name, name) for path in PARTS[part] for name in parts_imported(path)]

    assert [(file, name) for file, name in found if wrong_way(part, name)] == []


def test_every_part_has_its_place():
    assert sorted(PARTS) == sorted([*ROAD, *BESIDE, *LEADING])


def test_an_import_the_wrong_way_is_noticed(tmp_path):
    planted = tmp_path / "sheet.py"
    planted.write_text(
        f"from {HERE} import workflow\n"
        f"def late():\n    from {HERE}.planning import planner\n    return planner\n"
    )

    found = list(parts_imported(planted))

    assert [name for name in found if wrong_way("reading", name)] == ["workflow", "planning"]
