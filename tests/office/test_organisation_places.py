"""网格, 小区 and 楼栋 of the organisation workbook: taken in, twice, corrected by hand, undone."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from foundation.work.rows import NotReady
from grids import boundaries
from grids.models import Area, Building, Compound
from office.models import OrganisationFile
from office.opening import reading, saying, sheets, template, workflow
from office.opening.plan import FILE
from residents.models import Dwelling
from tests import builders
from tests.conftest import NOON
from tests.office.organisation import BUILDINGS, GRIDS, NORTH, PLACES, checked, taken_in, workbook

LATER = NOON + timedelta(hours=1)


def found(row):
    return json.loads(row.found)


def sentences(row):
    return [f"{where} {text}" for where, text in saying.Found(row).faults]


def test_places_come_in_and_the_second_run_has_nothing_to_do(street, east, west, bai):
    row = taken_in(street, bai, workbook(**PLACES))

    assert row.state == "taken_in"
    three = Building.objects.get(number=3)
    assert (str(three), three.grid, three.township) == ("和平里 3号楼", east, street)
    doors = set(Dwelling.objects.filter(building=three).values_list("stairwell", "door"))
    assert len(doors) == 2 * 6 * 2 - 2 + 1
    assert (1, "103") in doors
    assert (1, "101") not in doors
    again = checked(street, bai, workbook(**PLACES), at=LATER)
    assert found(again)["steps"] == []
    with pytest.raises(NotReady):
        workflow.agree(row=again, by=bai, at=LATER)


def test_two_files_that_are_read_at_once_do_not_meet(street, north, bai):
    """Each has parts of its own: what one has seen, the other has not."""
    one, other = sheets.parts(), sheets.parts()

    assert [type(part) for part in one] == [type(part) for part in other]
    assert not {*map(id, one)} & {*map(id, other)}


def test_what_goes_out_is_what_comes_in(street, north, bai):
    taken_in(street, bai, workbook(**PLACES))

    handed_out = template.build(street)
    handed_out.name = "x.xlsx"
    assert len(reading.read(handed_out).lines["楼栋"]) == 2
    row = checked(street, bai, handed_out, at=LATER)
    assert (found(row)["faults"], found(row)["steps"], found(row)["questions"]) == ([], [], [])


def test_a_grid_gets_the_next_code_and_an_undo_leaves_nothing(street, north, bai):
    before = list(Area.objects.order_by("pk").values_list("code", "name"))

    row = taken_in(street, bai, workbook(**PLACES))
    assert Area.objects.get(name="北苑第二网格").code == f"{north.code}002"

    assert workflow.may_undo(row, LATER)
    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)
    assert row.state == "undone"
    assert list(Area.objects.order_by("pk").values_list("code", "name")) == before
    assert not Building.objects.exists() and not Compound.objects.exists()
    assert not Dwelling.objects.exists()


def test_nothing_goes_back_once_somebody_lives_there(street, east, west, bai):
    row = taken_in(street, bai, workbook(**PLACES))
    home = Dwelling.objects.first()
    builders.make_person(home)

    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)

    assert row.state == "taken_in"
    assert "不能整个撤回" in saying.Found(row).verdict["text"]
    assert Building.objects.count() == 2


def test_what_was_corrected_by_hand_stays_unless_the_file_is_chosen(street, east, west, bai):
    taken_in(street, bai, workbook(**PLACES))
    three = Building.objects.get(number=3)
    boundaries.move_building(building=three, to=west, by=bai, at=NOON)

    row = checked(street, bai, workbook(**PLACES), at=LATER)
    [question] = found(row)["questions"]
    assert (question["ours"], question["theirs"]) == (west.name, east.name)
    assert found(row)["steps"] == []

    workflow.look_again(row=row, answers={question["key"]: FILE})
    workflow.check(row=row, at=LATER)
    workflow.agree(row=row, by=bai, at=LATER)
    workflow.take_in(row=row, at=LATER)
    three.refresh_from_db()
    assert three.grid == east
    assert not Dwelling.objects.filter(building=three).exclude(grid=east).exists()


def test_a_newer_file_counts_where_nobody_touched_the_register(street, east, west, bai):
    taken_in(street, bai, workbook(**PLACES))
    newer = [[*BUILDINGS[0][:3], west.name, *BUILDINGS[0][4:]], BUILDINGS[1]]

    row = taken_in(street, bai, workbook(**PLACES | {"楼栋": newer}), at=LATER)
    assert Building.objects.get(number=3).grid == west

    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)
    assert Building.objects.get(number=3).grid == east


def test_what_a_later_file_leaves_out_is_asked_and_stays(street, east, west, bai):
    taken_in(street, bai, workbook(**PLACES))

    row = checked(street, bai, workbook(**{"楼栋": BUILDINGS[:1], "网格": GRIDS[:1]}), at=LATER)

    names = {question["name"] for question in found(row)["questions"]}
    assert names == {"和平里 4号楼", "北苑第二网格"}
    assert found(row)["steps"] == []


def test_a_register_that_changed_meanwhile_is_looked_at_again(street, east, west, bai):
    row = checked(street, bai, workbook(**PLACES))
    workflow.agree(row=row, by=bai, at=NOON)
    Compound.objects.create(community=east.parent, name="和平里")

    workflow.take_in(row=row, at=LATER)

    assert row.state == "checked"
    assert not Building.objects.exists()
    assert "登记有变动" in saying.Found(row).verdict["text"]


def test_nothing_is_kept_when_the_last_step_fails(street, east, west, bai, monkeypatch):
    row = checked(street, bai, workbook(**PLACES))
    workflow.agree(row=row, by=bai, at=NOON)
    monkeypatch.setattr(Dwelling.objects, "bulk_create", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.take_in(row=row, at=LATER)
    monkeypatch.undo()

    assert not Compound.objects.exists() and not Building.objects.exists()
    workflow.take_in(row=row, at=LATER)  # its control: with the last step it is all there
    assert Building.objects.count() == 2


B = BUILDINGS[0]
BROKEN = {
    "a community of another street": (
        "网格",
        [["远方社区", "x", ""]],
        "网格 A2 社区 这个街道里没有",
    ),
    "a code of another community": ("网格", [[NORTH, "新网格", "150299021100009"]], "网格 C2"),
    "a grid of two names": (
        "网格",
        [[NORTH, "北苑第一网格", "150299020100077"]],
        "登记里这个网格的编码是 150299020100001",
    ),
    "a grid twice": ("网格", [GRIDS[0], GRIDS[0]], "网格 B3 网格 这和第 2 行重复了"),
    "no name": ("网格", [[NORTH, "", "150299020100009"]], "网格 B2 网格 这里要填"),
    "a compound twice": ("小区", [[NORTH, "和平里"]] * 2, "小区 B3 小区 这和第 2 行重复了"),
    "a building in two grids": (
        "楼栋",
        [B, [*B[:3], "北苑第二网格", *B[4:]]],
        "楼栋 C3 楼号 这和第 2 行重复了",
    ),
    "no such grid": (
        "楼栋",
        [[*B[:3], "南苑第一网格", *B[4:]]],
        "楼栋 D2 网格 这个社区没有这个网格",
    ),
    "no such compound": (
        "楼栋",
        [[NORTH, "远方小区", *B[2:]]],
        "楼栋 B2 小区 这个社区没有这个小区",
    ),
    "no number": ("楼栋", [[*B[:2], "三", *B[3:]]], "楼栋 C2 楼号 这里要填 1 到 9999 的整数"),
    "a number that became a date": (
        "楼栋",
        [[*B[:2], NOON.replace(tzinfo=None), *B[3:]]],
        "楼栋 C2",
    ),
    "half a pattern": ("楼栋", [[*B[:6], "2", "", "2", "", ""]], "要一起填"),
    "too many doors": ("楼栋", [[*B[:6], "30", "60", "99", "", ""]], "最多 2000 户"),
    "overlapping doors": ("楼栋", [[*B[:10], "1-102"]], "楼栋 K2 另有的门 1-102 已经数进去了"),
    "a door that was never there": ("楼栋", [[*B[:9], "9-101", ""]], "本来就没有 9-101"),
    "words for a door": ("楼栋", [[*B[:10], "东头那间"]], "楼栋 K2 另有的门 “东头那间”看不懂"),
    "a formula without a result": ("楼栋", [[*B[:2], "=1+2", *B[3:]]], "楼栋 C2 楼号 这里是公式"),
    "an error of Excel": ("小区", [[NORTH, "#REF!"]], "小区 B2 小区 这一格是 Excel 的错误提示"),
}


@pytest.mark.parametrize(("title", "lines", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_said_by_its_cell_and_nothing_is_written(
    street, east, west, far, bai, title, lines, sentence
):
    given = {title: lines} | ({"小区": [[NORTH, "和平里"]]} if title == "楼栋" else {})
    row = checked(street, bai, workbook(**given))

    assert sentences(row), "nothing was found"
    said = "\n".join(sentences(row))
    assert any(each in said for each in sentence.split("|"))
    assert all(re.search(r" [A-Z]\d ", where) for where, _text in saying.Found(row).faults)
    with pytest.raises(NotReady):
        workflow.agree(row=row, by=bai, at=NOON)


def _merge(book):
    book["小区"].merge_cells("A2:A3")


def _merge_heads(book):
    book["小区"].merge_cells("A1:B1")


def _rename(book):
    book["小区"].title = "小区表"


def _hide(book):
    book["小区"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_merge, "小区 A2 社区 这里有合并的格子"),
        (_merge_heads, "A1:B1 是合并的格子"),
        (_rename, "小区表 这张表没有读"),
        (_hide, "小区 这张表是隐藏的"),
    ],
)
def test_a_broken_sheet_is_said(street, east, bai, change, sentence):
    lines = {"网格": GRIDS[:1], "小区": [[NORTH, "和平里"], [NORTH, "幸福里"]]}

    row = checked(street, bai, workbook(change, **lines))

    said = "\n".join([*sentences(row), saying.Found(row).verdict["text"]])
    assert sentence in said
    assert not Compound.objects.exists()


def test_the_page_leads_from_the_file_to_the_register(office, street, east, west, bai):
    assert f'href="{reverse("opening:files")}"' in office.get(reverse("admin:index")).text
    page = office.get(reverse("opening:files"))
    uid = page.context["form"]["uid"].initial
    sent = {"uid": uid, "street": street.pk, "file": workbook(**PLACES)}
    answer = office.post(reverse("opening:files"), sent)
    there = reverse("opening:file", args=[uid])
    assert answer["Location"] == there
    says = office.get(there).content.decode()
    assert "可以导入" in says and "楼栋 · 新增 2" in says

    office.post(reverse("opening:take-in", args=[uid]), {})
    assert Building.objects.count() == 2
    assert "已经导入" in office.get(there).content.decode()

    office.post(reverse("opening:undo", args=[uid]), {})
    assert not Building.objects.exists()
    assert "已经撤销" in office.get(there).content.decode()


def test_another_street_is_not_offered_and_not_read(office, street, east, district, bai):
    other = builders.make_area("township", "150299022", "东风街道", parent=district)
    row = checked(other, None, workbook(**{"小区": [["x", "y"]]}))

    assert office.get(reverse("opening:file", args=[row.uid])).status_code == 404
    assert office.get(reverse("opening:workbook", args=[other.code])).status_code == 404
    assert office.get(reverse("opening:workbook", args=[street.code])).status_code == 200
    page = office.post(
        reverse("opening:files"), {"street": other.pk, "file": workbook(**PLACES), "uid": row.uid}
    )
    assert page.status_code == 422


def test_whoever_lost_the_post_takes_nothing_in(street, east, west, bai, chen):
    """A secretary administers no place, whatever somebody calls in her name."""
    row = checked(street, chen, workbook(**PLACES))

    assert "这个街道里没有这个社区" in "\n".join(sentences(row))


def test_the_command_checks_and_with_commit_writes(street, east, west, tmp_path, capsys):
    path = tmp_path / "组织.xlsx"
    path.write_bytes(workbook(**PLACES).getvalue())
    call_command("import_organisation", str(path), street=street.code)
    assert not Building.objects.exists()

    call_command("import_organisation", str(path), street=street.code, commit=True)
    assert Building.objects.count() == 2
    assert OrganisationFile.objects.get().taken_in_by is None

    call_command("import_organisation", str(path), street=street.code, commit=True)
    assert "没有要改的" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有这个编码的街道"):
        call_command("import_organisation", str(path), street="150299099")
