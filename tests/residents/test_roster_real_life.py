"""Sheets as offices keep them: birth dates, families under one door, notes, lost digits."""

from datetime import datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from residents.models import Person
from residents.roster.reading import sheet
from tests import builders
from tests.residents.sheets import HEADERS, rezip, row, sheet_xml, workbook
from tests.residents.test_roster_messy import only, reason

NUMBER = builders.make_id_number()
NO_DOOR = {"小区": None, "楼号": None, "单元": None, "door": None}

# Birth dates, in every way a sheet may hold one.


@pytest.mark.parametrize(
    "cell",
    [
        "1950-01-02",
        "1950/1/2",
        "1950.01.02",
        "1950年1月2日",
        "19500102",
        19500102,
        datetime(1950, 1, 2),
        18265,
    ],
)
def test_a_birth_date_is_read_in_any_usual_form(dry_run, cell):
    assert only(dry_run(row(出生日期=cell))).birth == "1950-01-02"


def test_days_counted_from_1904_are_the_days_that_were_meant(dry_run):
    def count_from_1904(book):
        book.epoch = CALENDAR_MAC_1904

    found = dry_run(row(出生日期=18265 - 1462), change=count_from_1904)

    assert only(found).birth == "1950-01-02"


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("1950-13-45", "没有这样的出生日期，请核对。"),
        ("2950-01-02", "没有这样的出生日期，请核对。"),
        ("属虎", "日期读不懂，请写成 1950-01-02。"),
    ],
)
def test_a_birth_date_that_is_none_is_named(dry_run, cell, sentence):
    assert reason(dry_run(row(出生日期=cell))) == ("出生日期", sentence)


def test_a_birth_date_that_contradicts_the_number_is_named(dry_run):
    column, words = reason(dry_run(row(身份证号=NUMBER, 出生日期="1951-01-02")))

    assert (column, words) == ("出生日期", "和身份证号里的出生日期不一样，请核对。")


def test_a_birth_date_reaches_the_register(take_in, dry_run):
    take_in(row(出生日期="1950-01-02"))

    assert str(Person.objects.get().birth_on) == "1950-01-02"
    assert dry_run(row(出生日期="1950年1月2日")).plan.unchanged == 1


# Numbers Excel has been at.


def test_a_phone_excel_shows_as_1_38e10_is_whole_while_it_is_a_number(dry_run):
    assert only(dry_run(row(手机=13800000009.0))).phone == "13800000009"


def test_a_phone_that_is_the_text_1_38e10_has_lost_its_digits(dry_run):
    column, words = reason(dry_run(row(手机="1.38E+10")))

    assert column == "手机"
    assert "已经丢了" in words and "设成“文本”" in words


# How lists of families really look.


def test_a_family_without_doors_lives_behind_that_of_its_head(dry_run):
    found = dry_run(
        row("张三丰", 与户主关系="户主"),
        row("李四光", 与户主关系="配偶", **NO_DOOR),
        row("张小丰", 与户主关系="长子", **NO_DOOR),
        row("王五", door="502", 与户主关系="户主"),
    )

    assert found.faults == []
    assert [entry.row.door for entry in found.plan.new] == ["501", "501", "501", "502"]
    assert found.findings()["carried"] == 2


def test_a_door_is_not_carried_over_a_gap_or_to_another_head(dry_run):
    head = row("张三丰", 与户主关系="户主")

    found = dry_run(head, [], row("李四光", 与户主关系="配偶", **NO_DOOR))
    assert [fault.line for fault in found.faults] == [4]

    found = dry_run(head, row("李四光", 与户主关系="户主", **NO_DOOR))
    assert [fault.line for fault in found.faults] == [3]


def test_notes_under_the_list_are_nobody(dry_run):
    found = dry_run(
        row("张三丰"),
        [None] * 4 + ["合计：1 人"],
        [None] * 4 + ["填表人：李某某"],
        ["注：本表一式两份"],
    )

    assert only(found).name == "张三丰"
    assert found.findings()["nobody"] == 3


def test_heads_repeated_on_every_printed_page_are_nobody(dry_run):
    found = dry_run(row("张三丰"), HEADERS, row("李四光"))

    assert [entry.row.line for entry in found.plan.new] == [2, 4]


def test_all_ways_of_writing_a_door_meet_behind_one(dry_run):
    ways = ["和平里3栋2单元501室", "3-2-501", "３－２－０５０１", "3号楼2单元501", "3#2-501 "]
    lines = [[f"张{n}", way] for n, way in zip("甲乙丙丁戊", ways, strict=True)]

    found = dry_run(*lines, headers=["姓名", "地址"])

    assert found.faults == []
    assert len({entry.row.place for entry in found.plan.new}) == 1


def test_hidden_rows_and_columns_are_read_like_the_others(dry_run):
    def hide(book):
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["H"].hidden = True

    found = dry_run(row("张三丰"), row("李四光", 手机="13800000009"), change=hide)

    assert [entry.row.phone for entry in found.plan.new] == ["", "13800000009"]


@pytest.mark.parametrize("name", ["㛃", "𠀀𠂇", "王𬭊", "赵\U0003106c"])
def test_rare_characters_are_letters(dry_run, take_in, name):
    take_in(row(f"张{name}"))

    assert Person.objects.get().name == f"张{name}"
    assert dry_run(row(f"张{name}")).plan.unchanged == 1


def test_control_characters_in_a_name_are_named(north, building):
    heads = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADERS[:5])
    cells = "".join(f'<c t="str"><v>{cell or ""}</v></c>' for cell in row()[:4])
    name = '<c t="inlineStr"><is><t>张_x0007_三丰</t></is></c>'
    xml = sheet_xml(f"<row>{heads}</row><row>{cells}{name}</row>")

    reading = sheet.read(rezip(workbook(row()), {"xl/worksheets/sheet1.xml": xml}), north)

    assert [(fault.column, fault.sentence) for fault in reading.faults] == [
        ("姓名", "姓名里有数字、符号或认不出的字。请只写姓名，别的写到备注里。")
    ]
