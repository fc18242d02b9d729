"""What a reader keeps silent about is told all the same: errors, formulas, days, what is hidden or struck out."""

import io
import struct
from datetime import datetime, time, timedelta

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from foundation.workbooks import reading
from foundation.workbooks.dates import MAC_EPOCH, OUTSIDE, Counts, counted_by, from_serial
from foundation.workbooks.formats import biff
from foundation.workbooks.formats.biff_cells import NOTE, Cells
from foundation.workbooks.survey import UNCALCULATED, Sheet, column_of, letters_of
from tests.forms import FORMS, ods_of, written
from tests.foundation.workbooks.bombs import strings, xlsx
from tests.residents.sheets import rezip


def read(file):
    """The survey of the first sheet, and its rows."""
    seen = reading.survey(file)
    sheet, rows = next(iter(reading.read(file, seen)))
    return seen, sheet, [cells for _line, cells in rows]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same(form):
    book = Workbook()
    page = book.active
    page.append(["姓名", "手机", "门牌", "生日", "公式"])
    page.append(["张三", "#N/A", datetime(2026, 3, 2), datetime(1950, 1, 2, 12), '="1"&"2"'])
    page.append(["李四", 13800000009, 501, 0.5, None])
    page.append(["王五", True, 150.25, None, None])
    page["D3"].number_format = "h:mm"
    page["C2"].number_format = 'm"月"d"日"'
    page["A4"].font = Font(strike=True)
    page.row_dimensions[3].hidden = True
    page.merge_cells("B4:C5")
    away = book.create_sheet("旧表")
    away["A1"], away.sheet_state = "旧人", "hidden"

    seen, sheet, rows = read(written(book, form))

    # xlwt gives a formula an empty result, which nobody can tell from one.
    formula = None if form == "xls" else UNCALCULATED
    assert rows[1:4] == [
        ["张三", "#N/A", datetime(2026, 3, 2), datetime(1950, 1, 2, 12), formula],
        ["李四", 13800000009, 501, time(12), None],
        ["王五", True, None, None, None],
    ]
    assert (sheet.hidden, sheet.struck, sheet.merged) == ([3], [4], [(2, 4, 3, 5)])
    hidden = [each.name for each in seen.hidden]
    assert (hidden, sheet.rows, sheet.last_row) == (["旧表"], 4, 4)


@pytest.mark.parametrize("form", FORMS)
def test_columns_out_of_sight_and_notes_are_told(form):
    book = Workbook()
    book.active.append(["姓名", "手机", "门牌", "备注"])
    book.active.append(["张三", 13800000009, 501, "住校"])
    book.active.column_dimensions["B"].hidden = True
    book.active["D2"].comment = Comment("手机是儿子的", "社区")

    _seen, sheet, rows = read(written(book, form))

    assert sheet.hidden_columns == {2}
    assert [*sheet.notes] == ([] if form == "xls" else ["D2"])  # xlwt writes none
    assert rows[1] == ["张三", 13800000009, 501, "住校"]


def test_a_note_of_an_old_workbook_is_told():
    sheet = Sheet()

    Cells(sheet, [], [], [], set(), None).look(
        [biff.Record(NOTE, struct.pack("<HHHH", 1, 3, 0, 1))]
    )

    assert [*sheet.notes] == ["D2"]


@pytest.mark.parametrize(("words", "told"), [("户主：张三", True), (" ", False)])
def test_words_in_a_shape_are_told(words, told):
    book = Workbook()
    book.active.append(["姓名"])
    space = "http://schemas.openxmlformats.org"
    file = rezip(
        written(book, "xlsx"),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": '<?xml version="1.0"?><Relationships '
            f'xmlns="{space}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{space}/officeDocument/2006/relationships/drawing" '
            'Target="../drawings/drawing1.xml"/></Relationships>',
            "xl/drawings/drawing1.xml": '<?xml version="1.0"?><d:wsDr xmlns:d="d" '
            f'xmlns:a="a"><d:sp><d:txBody><a:t>{words}</a:t></d:txBody></d:sp></d:wsDr>',
        },
    )

    assert reading.survey(file).sheets[0].drawn_words == told


def test_days_counted_from_1904_and_numbers_that_are_no_days():
    assert from_serial(0, Counts.DAYS, MAC_EPOCH) == time(0)
    assert from_serial(16803, Counts.DAYS, MAC_EPOCH) == datetime(1950, 1, 2)
    assert from_serial(59, Counts.DAYS) == datetime(1900, 2, 28)
    assert from_serial(61, Counts.DAYS) == datetime(1900, 3, 1)
    assert from_serial(1e9, Counts.DAYS) == OUTSIDE
    assert from_serial(1.5, Counts.SPAN) == timedelta(days=1.5)


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ('yyyy"年"m"月"d"日"', Counts.DAYS),
        ("[$-804]aaaa;@", None),
        ("[h]:mm", Counts.SPAN),
        ("[Red]0.00", None),
        ('0"d"', None),
        ("0\\d", None),
        ('_("m"* #,##0_)', None),
        ("General", None),
        ("h:mm AM/PM", Counts.DAYS),
        ("0;yyyy", None),
    ],
)
def test_a_format_says_whether_a_number_is_a_day(code, counts):
    assert counted_by(164, {164: code}) == counts


def test_a_door_that_chinese_excel_made_a_day_is_one():
    """Number 58 is built in and stands in no file; whoever reads it as General sees door 46083."""
    style = '<cellXfs><xf/><xf numFmtId="58"/></cellXfs>'
    file = xlsx(
        '<row><c s="1"><v>46083</v></c></row>', xl__styles=f"<styleSheet>{style}</styleSheet>"
    )

    assert read(file)[2] == [[datetime(2026, 3, 2)]]


def test_the_result_of_a_formula_may_be_nothing():
    """=IF(F2="","",…) is in every second roster."""
    cells = (
        '<c t="str"><f>A9</f><v></v></c><c><f>A9</f></c><c><f>A9</f><v></v></c>'
        '<c t="str"><f>A9</f><v>501</v></c>'
    )

    assert read(xlsx(f"<row>{cells}</row>"))[2] == [[None, UNCALCULATED, UNCALCULATED, "501"]]


def test_a_long_number_keeps_the_digits_that_are_written():
    cells = "".join(f"<c><v>{v}</v></c>" for v in ("150299195001020017", "1.5E3", " 7 ", "0.1"))

    assert read(xlsx(f"<row>{cells}</row>"))[2] == [[150299195001020017, 1500, 7, 0.1]]


def test_strings_that_are_struck_out_in_part_and_reading_aids():
    inside = (
        "<si><r><t>张</t></r><r><rPr><strike/></rPr><t>三</t></r></si>"
        '<si><r><rPr><strike val="0"/></rPr><t>李四</t></r><rPh sb="0" eb="1"><t>LI</t></rPh></si>'
    )
    shared = strings().replace("</sst>", f"{inside}</sst>")
    cells = ['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>']
    rows = "".join(f"<row>{cell}</row>" for cell in cells)

    _seen, sheet, found = read(xlsx(rows, xl__sharedStrings=shared))

    assert (found, sheet.struck) == ([["张三"], ["李四"]], [1])


def test_so_are_those_of_an_old_workbook():
    book = xlwt.Workbook()
    page = book.add_sheet("名册")
    plain, struck = xlwt.easyfont(""), xlwt.easyfont("struck_out true")
    for row, fonts in enumerate([(plain, struck), (plain, plain), (struck, plain)]):
        page.write_rich_text(row, 0, list(zip("张三", fonts, strict=True)))
    file = io.BytesIO()
    book.save(file)

    _seen, sheet, found = read(file)

    assert (found, sheet.struck) == ([["张三"]] * 3, [1, 3])


def test_so_are_those_of_an_open_document():
    through = '<style:text-properties style:text-line-through-style="solid"/>'
    styles = f'<style:style style:name="T1" style:family="text">{through}</style:style>'
    texts = ['张<text:span text:style-name="T1">三</text:span>', "<text:span>李四</text:span>"]
    cells = (
        f'<table:table-cell o:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    table = f'<table:table table:name="名册">{rows}</table:table>'
    file = ods_of(f"<o:automatic-styles>{styles}</o:automatic-styles>", table)

    _seen, sheet, found = read(file)

    assert (found, sheet.struck) == ([["张三"], ["李四"]], [1])


def test_a_return_inside_a_text_is_one_whoever_wrote_it():
    cell = '<c t="inlineStr"><is><t>李_x000D_\n甲</t></is></c>'

    assert read(xlsx(f"<row>{cell}</row>"))[2] == [["李\r\n甲"]]


def test_a_long_list_of_formulas_is_no_bomb():
    """Excel keeps one beside the sheets, which nobody reads."""
    chain = "<calcChain>" + '<c r="A1" i="1"/>' * 60_000 + "</calcChain>"

    assert read(rezip(xlsx("<row><c><v>1</v></c></row>"), {"xl/calcChain.xml": chain}))[2] == [[1]]


def test_sheets_without_anything_are_none():
    file = xlsx("")

    assert list(reading.read(file, reading.survey(file))) == []


def test_columns_have_letters():
    numbers = [1, 26, 27, 52, 702, 703, 16384]

    assert [letters_of(number) for number in numbers] == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]
    assert [column_of(letters_of(number)) for number in numbers] == numbers
