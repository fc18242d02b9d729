"""A sheet called 3号楼 says where those of its lines live that name no building."""

import pytest

from residents.models import Person
from residents.roster.reading.sheet_names import read
from tests.residents.pages import url
from tests.residents.sheets import workbook

HEADS = ["单元", "门牌", "姓名"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("3号楼", ("", 3, None)),
        ("三号楼", ("", 3, None)),
        ("第3栋", ("", 3, None)),
        ("３＃楼", ("", 3, None)),
        ("3#", ("", 3, None)),
        ("槐荫里 3号楼", ("槐荫里", 3, None)),
        ("3号楼2单元", ("", 3, 2)),
        ("3号楼居民名册", ("", 3, None)),
        ("3幢(2)", ("", 3, None)),
        *[
            (name, ("", None, None))
            for name in ("Sheet3", "3", "3楼", "3号", "1-3号楼", "1号楼2号楼", "3号楼空房", "0号楼")
        ],
    ],
)
def test_a_name_says_one_building_or_nothing(name, says):
    said = read(name)

    assert (said.compound, said.building, said.stairwell) == says


def sheets(*named, headers=HEADS):
    """A workbook with a sheet for each (name, rows)."""

    def change(book):
        book.remove(book.active)
        for name, rows in named:
            sheet = book.create_sheet(name)
            for line in (headers, *rows):
                sheet.append(line)

    return workbook(change=change)


@pytest.mark.usefixtures("midday")
def test_lines_without_a_building_live_in_that_of_their_sheet(client, uploaded):
    roster, page = uploaded(
        sheets(
            ("1号楼", [["1", "501", "林一"], [None, "2-502", "林二"]]),
            ("槐荫里3栋", [["2", "501", "林三"]]),
        )
    )
    assert "没有写楼号的行，按表名算：1号楼（2 行）、槐荫里3栋（1 行）。" in page

    client.post(url("take-in-roster", roster))

    homes = [
        f"{person.home.building.number}-{person.home.stairwell}-{person.home.door}"
        for person in Person.objects.order_by("name").select_related("home__building")
    ]
    assert sorted(homes) == ["1-1-501", "1-2-502", "3-2-501"]


def test_one_sheet_alone_says_it_too_and_a_cell_that_says_another_is_refused(uploaded):
    heads = ["小区", "楼号", *HEADS]
    rows = [
        [None, None, "1", "501", "林一"],
        [None, "3", "1", "502", "林二"],
        [None, "2", "1", "503", "林三"],
        [None, None, None, "2-1-504", "林四"],
        ["和平里", "3", "1", "505", "林五"],
    ]

    roster, page = uploaded(sheets(("槐荫里3号楼", rows), headers=heads))

    found = roster.findings
    assert (found["people"], found["faulty"]) == (5, 3)
    assert page.count("这张表叫“槐荫里3号楼”，这一行写的却是另一栋楼或另一个单元。") == 3
    assert "按表名算：槐荫里3号楼（1 行）" in page


def test_a_sheet_of_a_compound_nobody_knows_says_nothing(uploaded):
    _roster, page = uploaded(sheets(("附件3号楼", [["1", "501", "林一"]])))

    assert "没有写楼号。" in page
