"""A roster of buildings nobody registered: it hands back the workbook that registers them."""

import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.models import Building
from office.opening.sheets import Line
from residents.at_office import opening, patterns
from residents.at_office.patterns import Pattern
from residents.models import Dwelling, Person
from residents.roster import workflow
from residents.roster.saying import places_first
from tests import builders
from tests.conftest import NOON
from tests.office.organisation import taken_in
from tests.residents.conftest import upload
from tests.residents.sheets import HEADERS, row, workbook

ROWS = [
    row("张三丰", 小区="槐荫里", 楼号="3", 单元="1", 门牌="101"),
    row("李四光", 小区="槐荫里小区", 楼号="3", 单元="1", 门牌="102"),
    row("赵六", 小区="槐荫里", 楼号="3", 单元="1", 门牌="201"),
    row("钱七", 小区="槐荫里", 楼号="3", 单元="1", 门牌="202"),
    row("孙立", 小区="槐荫里", 楼号="12", 单元="2", 门牌="B101"),
    row("周八", 小区="", 楼号="", 单元="", 门牌="东风里7号楼1单元501-1"),
]


def lines_of(book, title):
    heads, *lines = book[title].iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines if any(line)]


def filled_in(content, grid):
    """What is left to fill in: the grids, and in which of them each building stands."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for title in ("网格", "楼栋"):
        heads = [cell.value for cell in book[title][1]]
        for cells in book[title].iter_rows(min_row=2):
            if any(cell.value for cell in cells):
                cells[heads.index("网格")].value = grid
    if not lines_of(book, "网格"):
        book["网格"].insert_rows(2)
        for column, value in enumerate(("北苑社区", grid), start=1):
            book["网格"].cell(2, column).value = value
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "组织表.xlsx"
    return file


def test_the_workbook_of_a_roster_and_then_the_same_roster_take_everybody_in(
    office, street, north, bai
):
    """Nothing was registered but the community; the pages lead from one file to the other."""
    assert not Building.objects.exists()
    roster = upload(north, *ROWS, by=bai)
    workflow.check(roster=roster, at=NOON)
    there = reverse("residents:roster", args=[roster.uid])
    places = reverse("residents:roster-places", args=[roster.uid])

    says = office.get(there).text
    assert "3 栋楼、6 户，登记里还没有" in says
    roster.refresh_from_db()
    assert roster.findings["waiting"] == roster.findings["faulty"] == 6
    assert "名册先到了" in says and "等登记楼栋" in says  # once, and no line of it in red
    assert "part=faulty" not in says and "下载有错的行" not in says and "张三丰" not in says
    assert "6 行等登记楼栋" in office.get(reverse("residents:imports")).text
    answer = office.get(places)
    content = b"".join(answer.streaming_content)

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [line["小区"] for line in lines_of(book, "小区")] == ["东风里", "槐荫里"]
    east_wind, three, twelve = lines_of(book, "楼栋")
    assert (three["单元数"], three["层数"], three["每层户数"]) == ("1", "2", "2")
    assert (three["没有的门"], three["另有的门"], three["网格"]) == (None, None, None)
    assert (twelve["单元数"], twelve["另有的门"]) == (None, "2-B101")
    assert east_wind["另有的门"] == "1-501-1"
    assert lines_of(book, "人员") == lines_of(book, "任职") == []

    file = taken_in(street, bai, filled_in(content, "北苑第一网格"))
    assert file.state == "taken_in", file.found
    office.post(places)
    roster.refresh_from_db()
    assert (roster.findings["faulty"], roster.findings["new"]) == (0, 6)
    assert roster.findings["new_doors"] == 0
    assert office.get(places)["Location"] == there  # nothing is left to register
    workflow.agree(roster=roster, by=bai, at=NOON)
    workflow.take_in(roster=roster, at=NOON)
    assert Person.objects.count() == Dwelling.objects.count() == 6
    assert {str(each.grid) for each in Person.objects.select_related("grid")} == {"北苑第一网格"}


def test_what_is_registered_stands_in_the_workbook_and_is_left_alone(street, north, building, bai):
    """And nobody who works in the street; taken in as it is, nothing is asked about as left out."""
    builders.make_staff("zhou2", "周平", building.grid, "grid_worker")
    south = builders.make_area("community", "150299020109", "南苑社区", parent=street)
    builders.make_building(builders.make_area("grid", "150299020109001", "南苑网格", parent=south))
    roster = upload(north, row(楼号="4"), row("李四光", 楼号="3"), by=bai)
    workflow.check(roster=roster, at=NOON)
    content = places_first.of_roster(roster).getvalue()

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [line["楼号"] for line in lines_of(book, "楼栋")] == ["3", "4"]
    assert "周平" not in str(lines_of(book, "人员"))
    file = taken_in(street, bai, filled_in(content, building.grid.name))
    assert '"questions": []' in file.found
    assert set(Building.objects.values_list("number", flat=True)) >= {3, 4}


def test_a_roster_whose_sheet_names_the_building_may_come_first(north):
    def name(book):
        book.active.title = "槐荫里3号楼"

    bare = [head for head in HEADERS if head not in ("小区", "楼号")]
    cells = [dict(zip(HEADERS, line, strict=True)) for line in ROWS[:2]]
    file = workbook(*[[c[head] for head in bare] for c in cells], headers=bare, change=name)

    found = workflow.dry_run(file, community=north, by=None, on=NOON.date())

    assert found.reading.not_here.lines() == [["槐荫里", 3, [(1, "101"), (1, "102")]]]


def test_without_any_compound_it_is_asked_for(north):
    found = workflow.dry_run(workbook(row(小区="")), community=north, by=None, on=NOON.date())

    assert "请每一行都写上" in found.faults[0].sentence
    assert found.reading.not_here.counts() == {}


def test_the_command_writes_the_same_workbook(north, tmp_path, capsys):
    roster, places = tmp_path / "名册.xlsx", tmp_path / "组织表.xlsx"
    roster.write_bytes(workbook(*ROWS).getvalue())
    with pytest.raises(CommandError, match="名册先到了.*什么都没有写"):
        call_command("import_roster", str(roster), community=north.code, places=str(places))
    says = capsys.readouterr().out
    assert "6 行没有错" in says and "第 2 行" not in says
    assert len(lines_of(openpyxl.load_workbook(places), "楼栋")) == 3

    with pytest.raises(CommandError, match="写不了"):
        call_command("import_roster", str(roster), community=north.code, places=str(places))


# Doors as a pattern.

DOORS = st.tuples(
    st.integers(1, 30), st.sampled_from(["5", "B101", "501A", "101-1", "6001", "1201", "300"])
)


@settings(max_examples=60)
@given(
    sizes=st.tuples(st.integers(1, 6), st.integers(1, 33), st.integers(1, 8)),
    gone=st.lists(st.integers(0, 2_000), max_size=12),
    others=st.lists(DOORS, max_size=4),
)
def test_doors_become_a_pattern_and_the_same_doors_again(sizes, gone, others):
    there = set(patterns.doors_of(Pattern(*sizes)))
    for number in gone:
        there.discard(sorted(there)[number % len(there)] if there else None)
    there |= set(others)

    cells = {name: str(value) for name, value in opening.cells_of(there).items()}

    line = Line(None, "楼栋", 2, None, cells)
    assert opening.doors_of(line).keys() == there
    listed = sum(len(cells[name].split("、")) for name in ("没有的门", "另有的门") if cells[name])
    assert listed <= len(gone) + len(others)


@pytest.mark.parametrize(
    ("doors", "pattern"),
    [
        ([], (0, 0, 0)),
        ([(1, "101")], (1, 1, 1)),
        ([(1, "101"), (1, "102"), (1, "201"), (1, "202"), (1, "3001")], (1, 2, 2)),
        ([(2, "301")], (0, 0, 0)),  # one door is said sooner than five that are not there
    ],
)
def test_the_smallest_pattern_is_the_one_with_the_fewest_exceptions(doors, pattern):
    assert patterns.smallest(doors) == pattern
