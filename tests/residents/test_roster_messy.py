"""Workbooks as they come: titles above, merged doors, lost digits, other words for columns."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workbooks import reading
from residents import doors
from residents.roster.reading import sheet
from tests import builders
from tests.residents.sheets import HEADERS, rezip, row, sheet_xml, workbook

NUMBER = builders.make_id_number()


def only(found):
    """The one new person of a dry run without faults."""
    assert [fault.sentence for fault in found.faults] == []
    (entry,) = found.plan.new
    return entry.row


def reason(found):
    (fault,) = found.faults
    return fault.column, fault.sentence


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("501", ("", None, None, "501", 5)),
        ("501室", ("", None, None, "501", 5)),
        ("0501", ("", None, None, "501", 5)),
        ("1203", ("", None, None, "1203", 12)),
        ("7", ("", None, None, "7", 1)),
        ("B201", ("", None, None, "B201", -2)),
        ("501A", ("", None, None, "501A", 5)),
        ("3-2-501", ("", 3, 2, "501", 5)),
        ("3-501", ("", 3, None, "501", 5)),
        ("3—2—501", ("", 3, 2, "501", 5)),
        ("3栋2单元501室", ("", 3, 2, "501", 5)),
        ("3号楼2单元501", ("", 3, 2, "501", 5)),
        ("3#2-501", ("", 3, 2, "501", 5)),
        ("和平里3号楼2单元501室", ("和平里", 3, 2, "501", 5)),
        ("和平里3-2-501", ("和平里", 3, 2, "501", 5)),
    ],
)
def test_doors_are_read_as_people_write_them(text, place):
    assert doors.read(doors.plain(text))[0] == place


@given(st.text(max_size=30))
def test_any_text_is_a_door_or_refused_in_our_own_words(text):
    try:
        places = doors.read(doors.plain(text))
    except (doors.NotADoor, doors.ImpossibleFloor, doors.OtherFloor):
        return
    assert places and all(place.door and place.floor for place in places)


def test_a_door_in_one_column_is_enough(dry_run):
    headers = ["姓名", "地址"]

    assert only(dry_run(["张三丰", "和平里3栋2单元501室"], headers=headers)).stairwell == 2


def test_the_stairwell_may_stand_in_the_door_column(dry_run):
    assert only(dry_run(row(door="2-501", 单元=None))).place[1:] == (2, "501")


def test_headers_are_found_below_titles_and_under_other_names(dry_run):
    headers = [
        "序号",
        "小区名称",
        "楼 栋",
        "单元号",
        "房号（必填）",
        "居民姓名*",
        "身份证号码",
        "联系电话",
        "与户主\n关系",
        "居住性质",
        "民族",
        "人员类别",
        "备  注",
    ]
    line = [
        1,
        "和平里",
        "3号楼",
        "2单元",
        501,
        "张三丰",
        NUMBER,
        13800000009,
        "本人",
        "租房",
        "汉",
        "低保户",
        None,
    ]
    above = [["和平街道北苑社区居民名册"], [], ["填表日期：2026年3月"]]

    found = dry_run(line, headers=headers, above=above)

    clean = only(found)
    assert (clean.line, clean.relation, clean.tenure, clean.tags) == (
        5,
        "head",
        "rent",
        ["low_income"],
    )
    assert (clean.id_number, clean.phone) == (NUMBER, "13800000009")
    assert found.findings()["unused"] == ["序号", "民族"]


def test_full_width_digits_blanks_and_invisible_characters_are_cleaned(dry_run):
    wide = NUMBER.translate({ord("0") + i: ord("０") + i for i in range(10)})

    clean = only(dry_run(row(" 王　 芳\u200b", 楼号="３号楼", 身份证号=f"\ufeff{wide}")))

    assert (clean.name, clean.id_number) == ("王芳", NUMBER)


@pytest.mark.parametrize(
    ("name", "clean"),
    [("阿依古丽•买买提", "阿依古丽·买买提"), ("John  Smith", "John Smith"), ("𠮷田", "𠮷田")],
)
def test_names_of_all_peoples_are_names(dry_run, name, clean):
    assert only(dry_run(row(name))).name == clean


@pytest.mark.parametrize("nothing", ["无", "暂无", "-", "/", " ", None])
def test_words_for_nothing_are_nothing(dry_run, nothing):
    clean = only(dry_run(row(身份证号=nothing, 手机=nothing)))

    assert (clean.id_number, clean.phone) == ("", "")


@pytest.mark.parametrize("cell", [1.50299195001021e17, int(NUMBER[:15] + "000"), "1.50299E+17"])
def test_digits_excel_lost_are_named_as_lost(dry_run, cell):
    column, words = reason(dry_run(row(身份证号=cell)))

    assert column == "身份证号"
    assert "已经丢了" in words


def test_a_door_that_became_a_date_is_named(dry_run):
    column, words = reason(dry_run(row(door=datetime(2026, 3, 2))))

    assert column == "门牌"
    assert "变成了日期" in words


def test_an_error_of_excel_is_named(dry_run):
    assert reason(dry_run(row(手机="#N/A"))) == ("手机", "这一格是 Excel 的错误提示，请改好。")


def test_a_formula_without_a_result_is_named(dry_run):
    column, words = reason(dry_run(row(手机='="138"&"00000009"')))

    assert column == "手机"
    assert words.startswith("这里是公式")


def test_a_formula_with_a_result_gives_its_result(north, building):
    cells = "".join(f'<c t="str"><v>{cell}</v></c>' for cell in row(door="501")[:4])
    name = '<c t="str"><f>A1&amp;B1</f><v>张三丰</v></c>'
    heads = "".join(f'<c t="inlineStr"><is><t>{h}</t></is></c>' for h in HEADERS[:5])
    xml = sheet_xml(f"<row>{heads}</row><row>{cells}{name}</row>")
    file = rezip(workbook(row()), {"xl/worksheets/sheet1.xml": xml})

    assert [person.name for person in read(file, north).rows] == ["张三丰"]


def read(file, community):
    return sheet.read(file, community)


def test_a_door_merged_over_a_family_is_everybodys_door(dry_run):
    def merge(book):
        for letter in "ABCD":
            book.active.merge_cells(f"{letter}2:{letter}3")

    found = dry_run(
        row("张三丰", 与户主关系="户主"), row("李四光", 与户主关系="配偶"), change=merge
    )

    assert found.faults == []
    assert len({entry.row.place for entry in found.plan.new}) == 1


def test_other_merged_cells_are_named(dry_run):
    found = dry_run(
        row("张三丰"), row("李四光"), change=lambda book: book.active.merge_cells("H2:H3")
    )

    assert [(fault.line, fault.column) for fault in found.faults] == [(2, "手机"), (3, "手机")]


def test_empty_lines_empty_flats_and_examples_are_passed_over(dry_run):
    found = dry_run(
        [None] * 11,
        row("张三丰"),
        row(None, door="502"),
        row("李四光", 备注="示例，导入时会跳过"),
        ["", " "],
        [],
    )

    counts = found.findings()
    assert (counts["people"], counts["nobody"], counts["examples"]) == (1, 1, 1)
    assert found.plan.new[0].row.line == 3


def test_a_hidden_sheet_and_a_sheet_without_people_are_passed_over(dry_run):
    def change(book):
        people = book.active
        notes = book.create_sheet("说明", 0)
        notes.append(["这份名册怎么填"])
        hidden = book.create_sheet("旧的", 0)
        hidden.append(HEADERS)
        hidden.append(row("旧人"))
        hidden.sheet_state = "hidden"
        book.active = people

    assert only(dry_run(row("张三丰"), change=change)).name == "张三丰"


@pytest.mark.parametrize(
    ("headers", "rows", "sentence"),
    [
        (["甲", "乙"], [["1", "2"]], "没有找到表头。请用模板，第一行写“姓名”“门牌”这些列名。"),
        (["姓名", "手机"], [["张三丰", ""]], "缺少“门牌”这一列。请对照模板补上。"),
        (["姓名", "门牌", "名字"], [["张三丰", "1", ""]], "“姓名”这一列出现了两次。请只留一列。"),
        (HEADERS, [], "表里一个人也没有。"),
    ],
)
def test_a_sheet_we_do_not_understand_is_refused_with_a_sentence(dry_run, headers, rows, sentence):
    with pytest.raises(reading.Refused) as refused:
        dry_run(*rows, headers=headers)

    assert refused.value.sentence == sentence


def test_what_a_sheet_says_of_its_own_size_is_not_believed(north, building):
    rows = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{cell or ""}</t></is></c>' for cell in line)
        + "</row>"
        for line in [HEADERS, row("张三丰"), row("李四光")]
    )
    xml = sheet_xml(rows, before='<dimension ref="A1:B2"/>')

    file = rezip(workbook(row()), {"xl/worksheets/sheet1.xml": xml})

    assert len(read(file, north).rows) == 2


def test_a_number_that_slipped_into_another_column_is_masked(dry_run):
    (fault,) = dry_run(row(居住类型=NUMBER)).faults

    assert NUMBER not in fault.value
    assert fault.value == f"{NUMBER[:3]}****{NUMBER[-2:]}"
