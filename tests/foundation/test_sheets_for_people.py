"""Workbooks to fill in, and faulty rows to hand back, whatever they are about."""

import pytest
from openpyxl import load_workbook

from foundation.workbooks import hand_back, template
from foundation.workbooks.hand_back import FaultyRow, FaultySheet
from foundation.workbooks.template import EmptySheet, Head

STAIRS = EmptySheet(
    "楼栋",
    [Head("楼号", "必填。", 10), Head("类型", "住宅或商铺。", choices=["住宅", "商铺"])],
    [["3", "住宅"]],
    ["一行写一栋楼。"],
)
STAFF = EmptySheet("人员", [Head("姓名", "必填。")])


def test_a_workbook_to_fill_in_says_how_sheet_by_sheet():
    book = load_workbook(template.build([STAIRS, STAFF]))

    assert book.sheetnames == ["楼栋", "人员", "填写说明"]
    assert [list(row) for row in book["楼栋"].iter_rows(max_row=3, values_only=True)] == [
        ["楼号", "类型"],
        ["3", "住宅"],
        [None, None],
    ]
    assert {cell.number_format for row in book["楼栋"] for cell in row} == {"@"}
    assert [(str(each.sqref), each.formula1, each.showErrorMessage) for each in lists(book)] == [
        ("B2:B5000", '"住宅,商铺"', False)
    ]
    told = [row for row in book["填写说明"].iter_rows(values_only=True) if any(row)]
    assert told == [
        ("楼栋", None),
        ("列", "怎么填"),
        ("楼号", "必填。"),
        ("类型", "住宅或商铺。"),
        (None, "一行写一栋楼。"),
        ("人员", None),
        ("列", "怎么填"),
        ("姓名", "必填。"),
    ]


def lists(book):
    return book["楼栋"].data_validations.dataValidation


def test_one_sheet_needs_no_title_and_too_many_choices_are_an_error():
    about = load_workbook(template.build([STAFF]))["填写说明"]
    many = Head("楼号", "", choices=[str(number) for number in range(100)])

    assert about["A1"].value == "列"
    with pytest.raises(ValueError, match="choices"), pytest.warns(UserWarning, match="255"):
        template.build([EmptySheet("楼栋", [many])])


def test_faulty_rows_go_back_as_they_were_with_the_reason_beside_each():
    rows = [
        FaultyRow(3, ["=1+1", 13_900_000_000, 3], "楼号：必填。", {0}),
        FaultyRow(7, [None], "姓名：必填。"),
    ]
    book = load_workbook(
        hand_back.build(
            [FaultySheet("楼栋", ["楼号", "电话", "层数"], rows), FaultySheet("人员", [], [])]
        )
    )

    assert list(book["楼栋"].values) == [
        ("原来的行", "楼号", "电话", "层数", "哪里不对"),
        (3, "=1+1", "13900000000", 3, "楼号：必填。"),
        (7, None, None, None, "姓名：必填。"),
    ]
    assert [cell.data_type for cell in book["楼栋"][2]] == ["n", "s", "s", "n", "s"]
    assert [cell.fill.fill_type for cell in book["楼栋"][2]] == [None, "solid", None, None, None]
    assert list(book["人员"].values) == [("原来的行", "哪里不对")]


def test_faulty_sheets_keep_their_names_as_far_as_a_workbook_allows():
    names = ["3号楼/东", "3号楼?东", "楼" * 40, ""]
    book = load_workbook(hand_back.build([FaultySheet(name, [], []) for name in names]))

    assert book.sheetnames == ["3号楼 东", "3号楼 东(2)", "楼" * 31, "有错的行"]
