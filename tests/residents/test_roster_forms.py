"""A messy roster ends alike whether it comes as .xlsx, as .xls or as .ods, and its page says what was in it."""

from dataclasses import asdict
from datetime import datetime

import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from foundation.workbooks.refusals import Refused
from residents.models import Person, Roster
from residents.roster.saying.file_notes import notes_of
from tests.forms import FORMS
from tests.residents.pages import post, url
from tests.residents.sheets import HEADERS, row, workbook
from tests.residents.test_roster_messy import NUMBER

WIDE = NUMBER.translate({ord("0") + i: ord("０") + i for i in range(10)})
NO_DOOR = {"小区": None, "楼号": None, "单元": None, "door": None}
HEAD = row("张三丰", 与户主关系="户主")


def merged(book):
    for letter in "ABCD":
        book.active.merge_cells(f"{letter}2:{letter}3")


def badly_merged(book):
    book.active.merge_cells("H2:H3")


def sheets_around(book):
    people = book.active
    notes = book.create_sheet("说明", 0)
    notes.append(["这份名册怎么填"])
    old = book.create_sheet("旧的", 0)
    old.append(HEADERS)
    old.append(row("旧人"))
    old.sheet_state = "hidden"
    book.active = people


def hidden(book):
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["H"].hidden = True
    book.active["E2"].font = Font(strike=True)


def from_1904(book):
    book.epoch = CALENDAR_MAC_1904


def rarely_a_day(book):
    book.active["D2"] = 46083
    book.active["D2"].number_format = 'm"月"d"日"'


MESSY = {
    "plain": ([row("张三丰", 身份证号=NUMBER, 手机="13800000009", 备注="养 狗")], {}),
    "other heads": (
        [[1, "和平里", "3号楼", "2单元", 501, "张三丰", NUMBER, 13800000009, "本人"]],
        {
            "headers": ["序号", "小区名称", "楼 栋", "单元号", "房号（必填）", "居民姓名*"]
            + ["身份证号码", "联系电话", "与户主\n关系"],
            "above": [["和平街道北苑社区居民名册"], [], ["填表日期：2026年3月"]],
        },
    ),
    "one column": ([["张三丰", "和平里3栋2单元501室"]], {"headers": ["姓名", "地址"]}),
    "wide": ([row(" 王　 芳\u200b", 楼号="３号楼", 身份证号=f"\ufeff{WIDE}")], {}),
    "peoples": (
        [row("阿依古丽•买买提"), row("𠮷田", door="502"), row("John  Smith", door="503")],
        {},
    ),
    "nothing": ([row(身份证号="无", 手机="-"), row("李四光", 身份证号=" ", 手机="暂无")], {}),
    "lost digits": ([row(身份证号=1.50299195001021e17), row("李四光", 手机="1.38E+10")], {}),
    "a day at the door": ([row(door=datetime(2026, 3, 2))], {}),
    "a count of days at the door": ([row()], {"change": rarely_a_day}),
    "an error": ([row(手机="#N/A"), row("李四光", 身份证号="#REF!")], {}),
    "births": (
        [
            row(f"张{name}", door="50" + door, 出生日期=cell)
            for name, door, cell in zip(
                "甲乙丙丁戊己",
                "123456",
                ["1950-01-02", "1950年1月2日", 19500102, datetime(1950, 1, 2), 18265, "属虎"],
                strict=True,
            )
        ],
        {},
    ),
    "1904": ([row(出生日期=18265 - 1462)], {"change": from_1904}),
    "phones": ([row(手机=13800000009.0), row("李四光", 手机="1380000000")], {}),
    "merged": ([HEAD, row("李四光", 与户主关系="配偶")], {"change": merged}),
    "badly merged": ([row("张三丰"), row("李四光")], {"change": badly_merged}),
    "a family": (
        [
            HEAD,
            row("李四光", 与户主关系="配偶", **NO_DOOR),
            [],
            row("王五", 与户主关系="次子", **NO_DOOR),
        ],
        {},
    ),
    "gaps and notes": (
        [
            [None] * 11,
            HEAD,
            row(None, door="502"),
            row("李四光", 备注="示例，导入时会跳过"),
            ["", " "],
        ]
        + [HEADERS, [None] * 4 + ["合计：1 人"], ["注：本表一式两份"]],
        {},
    ),
    "sheets around": ([HEAD], {"change": sheets_around}),
    "hidden": ([row("张三丰"), row("李四光", 手机="13800000009")], {"change": hidden}),
    "no heads": ([["1", "2"]], {"headers": ["甲", "乙"]}),
    "no door": ([["张三丰", ""]], {"headers": ["姓名", "手机"]}),
    "a head twice": ([["张三丰", "1", ""]], {"headers": ["姓名", "门牌", "名字"]}),
    "nobody": ([], {}),
}


def ends(dry_run, rows, facts):
    try:
        found = dry_run(*rows, **facts)
    except Refused as refused:
        return refused.sentence
    counts = found.findings()
    del counts["form"]
    return [
        [entry.row.packed() for entry in found.plan.new],
        [asdict(fault) for fault in found.faults],
        counts,
    ]


def test_a_messy_roster_ends_as_its_xlsx_does(dry_run):
    told, *others = (
        {name: ends(dry_run, rows, facts | {"form": form}) for name, (rows, facts) in MESSY.items()}
        for form in ("xlsx", "xls", "ods")
    )

    for other in others:
        assert {name: other[name] for name in MESSY if other[name] != told[name]} == {}
    assert sum(isinstance(each, str) for each in told.values()) == 4
    assert told["hidden"][2]["hidden"] == {"lines": [3], "all": 1}
    assert told["a count of days at the door"][1]


@pytest.mark.parametrize("form", FORMS)
def test_a_roster_of_any_form_is_taken_in_and_its_page_says_what_was_in_it(
    client, chen, north, building, form
):
    file = workbook(row("张三丰"), row("李四光", door="502"), change=hidden_and_more, form=form)

    page = post(client, chen, north, file=file).content.decode()

    assert "第 2 行" in page and "这一行画了删除线。还要它吗？" in page
    assert "是隐藏的，照样读了。" in page
    assert "没有读的表：旧的（2 行）、说明（1 行）。" in page
    assert ("看不出来" in page) == (form != "xlsx")
    client.post(url("take-in-roster", Roster.objects.get()))
    assert Person.objects.count() == 1


def hidden_and_more(book):
    hidden(book)
    sheets_around(book)


def test_many_lines_are_named_by_the_first_of_them(dry_run):
    def hide_all(book):
        for line in range(2, 14):
            book.active.row_dimensions[line].hidden = True

    found = dry_run(*(row(f"张{name}") for name in "甲乙丙丁戊己庚辛壬癸子丑"), change=hide_all)
    kept = {"hidden": {"lines": [2, 3], "all": 1_025}}

    assert found.findings()["hidden"] == {"lines": list(range(2, 12)), "all": 12}
    assert notes_of(kept) == ["第 2、3 等 1,025 行是隐藏的，照样读了。"]
    assert notes_of({"people": 1}) == []  # checked by an earlier revision
