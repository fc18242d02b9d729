"""Tables of text, and heads as other programs and people write them."""

import io
import zipfile

import pytest

from foundation.workbooks import reading as workbooks
from residents.roster import workflow
from tests.conftest import TODAY
from tests.residents.sheets import rezip, sheet_xml, workbook

TABLE = "姓名,楼号,单元,门牌,手机,备注\r\n郑甲丁,1,1,101,13800000001,住校\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("gb18030"),
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16-le"),
        TABLE.replace(",", "\t").encode("utf-16-be"),
        b"\xff\xfe" + TABLE.replace(",", "\t").encode("utf-16-le"),
        ("sep=;\r\n" + TABLE.replace(",", ";")).encode("gb18030"),
        TABLE.replace("13800000001", '="13800000001"').replace("住校", '"住\n校"').encode(),
    ],
)
def test_a_table_of_text_is_read_in_every_coding(content, north, huaiyinli):
    file = io.BytesIO(content)

    (row,) = workflow.dry_run(file, community=north, by=None, on=TODAY).reading.rows

    assert (row.name, row.door, row.phone) == ("郑甲丁", "101", "13800000001")
    assert row.remarks.replace(" ", "") == "住校"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('姓名,门牌\r\n"郑甲丁,101\r\n'.encode(), "引号不成对"),
        ("姓名,门牌\r\n".encode() + b"\xff\xff,101\r\n", "文字编码认不出来"),
        (b"<html><table><tr><td>1,2</td></tr></table></html>", "这其实是一张网页"),
        (b"x" * 100, "也不是 CSV"),
    ],
)
def test_text_that_cannot_be_read_for_sure_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.survey(io.BytesIO(content))

    assert sentence in refused.value.sentence


def as_xlsb():
    """What a reader sees of one: members in Excel's own binary form."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.bin"):
            archive.writestr(name, "<x/>")
    return content


def in_utf_16():
    part = sheet_xml('<row><c t="inlineStr"><is><t>姓名</t></is></c></row>')
    return rezip(workbook(), {"xl/worksheets/sheet1.xml": part.encode("utf-16")})


@pytest.mark.parametrize(("file", "sentence"), [(as_xlsb, "这是 .xlsb"), (in_utf_16, "UTF-16")])
def test_workbooks_in_other_forms_are_told_to_be_saved_anew(file, sentence):
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.survey(file())

    assert sentence in refused.value.sentence


@pytest.mark.parametrize(
    ("heads", "above"),
    [
        (["1.姓名", "2、门牌", "③联系电话"], ()),
        (["姓名", "一、门牌", "联系电话1"], ()),
        (["姓 名\r\n", "门牌_x000D_", "联系\n电话"], ()),
        ([None, None, "手机"], [["姓名", "门牌", "联系方式"]]),
    ],
)
def test_heads_are_known_however_they_are_numbered_broken_or_stacked(
    heads, above, north, huaiyinli
):
    file = workbook(["郑甲丁", "1-1-101", 13800000001], headers=heads, above=above)

    (row,) = workflow.dry_run(file, community=north, by=None, on=TODAY).reading.rows

    assert (row.name, row.door, row.phone) == ("郑甲丁", "101", "13800000001")
