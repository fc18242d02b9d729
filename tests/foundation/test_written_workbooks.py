"""Workbooks we write: every value as what it is, nothing calculated, nothing unpacked left lying."""

import io
import re
import stat
import tempfile
from datetime import date, datetime, timedelta

import pytest
import xlsxwriter
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from foundation import tasks
from foundation.workbooks import unpacked, writing
from foundation.workbooks.writing import HEAD, PLAIN, TEXT, Column, Look
from tests import tree
from tests.test_architecture import ROOMS, ROOT

VALUES = [
    *("王秀兰", " x ", "a\nb", "\t=1", "=1+1", "+1", "@x", "&amp;", '<"&>', "e\u0301", "𠀀", "'=1"),
    *("https://example.invalid", "mailto:x@example.invalid", "{=1}", "#N/A", "TRUE", "007", "1e5"),
    *(0, -5, 16_400_001_234, 999_999_999_999_999, 1.5, -0.25, True, False, None, ""),
    *(date(1950, 1, 2), date(1900, 3, 1), datetime(2026, 3, 10, 12, 0, 30), "150299195001020860"),
]
# XlsxWriter writes what lies between <r> and </r> into the sheet as it is.
MARKUP = '<r></r></is></c><c r="B9"><f>1+1</f></c><c r="C9" t="inlineStr"><is><r></r>'
XLSX = {"constant_memory": True}


def written(values, look=PLAIN, **more):
    out = io.BytesIO()
    with writing.book(out) as book:
        sheet = book.sheet("数据", [Column(16, look)], **more)
        for value in values:
            sheet.append([value])
    return load_workbook(out).active


def seen(cells):
    filled = [cell for (cell,) in cells if cell.value not in (None, "")]
    return [(cell.row, cell.value, cell.data_type, cell.number_format) for cell in filled]


def test_each_value_is_what_openpyxl_would_have_written():
    theirs, out = Workbook(write_only=True), io.BytesIO()
    sheet = theirs.create_sheet()
    for value in VALUES:
        sheet.append([cell_of(sheet, value)])
    theirs.save(out)

    assert seen(written(VALUES)) == seen(load_workbook(out).active)


def cell_of(sheet, value):
    """Words are words, whatever they look like."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str) and value:
        cell.data_type = "s"
    return cell


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00\x1b\ud800\ufffex", "x"),
        ("字" * 40_000, "字" * 32_767),
        ("𠀀" * 20_000, "𠀀" * 16_383),
        ("<r>" + "x" * 40_000, "<r>" + "x" * 32_764),
        ("<r>x</r>", "<r>x</r>"),
        (MARKUP, MARKUP),
        (150_299_195_001_020_860, "150299195001020860"),
        (10**15, "1000000000000000"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (date(1899, 12, 31), "1899-12-31"),
    ],
)
@pytest.mark.parametrize("look", [PLAIN, Look(text=True, quoted=True)])
def test_what_a_sheet_cannot_hold_becomes_words_it_can(value, kept, look):
    assert [cell.value for (cell,) in written([value], look)] == [kept]


def test_without_the_detour_markup_would_bring_cells_of_its_own():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, XLSX) as book:
        book.add_worksheet().write_string(0, 0, MARKUP)

    assert load_workbook(out).active["B9"].data_type == "f"


def test_looks_widths_frozen_rows_and_the_foot_of_the_page():
    sheet = written(["007", 7, None], TEXT, frozen=2, footer="A&B &G" + "字" * 300)
    head = written([], HEAD)
    quoted = written(["=1"], Look(text=True, quoted=True))["A1"]

    assert [cell.number_format for (cell,) in sheet] == ["@", "General", "@"]
    assert (sheet.freeze_panes, int(sheet.column_dimensions["A"].width)) == ("A3", 16)
    assert sheet.oddFooter.center.text == "A＆B ＆G" + "字" * 247
    assert (quoted.value, quoted.data_type, quoted.quotePrefix) == ("=1", "s", True)
    assert head.max_row == 1 and head["A1"].value is None


def test_too_many_rows_too_few_cells_and_other_things_are_errors(monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    with pytest.raises(writing.Full):
        written([1, 2, 3])
    with writing.book(io.BytesIO()) as book:
        sheet = book.sheet("数据", [Column(16), Column(16)])
        with pytest.raises(ValueError, match="longer"):
            sheet.append(["x"])
        with pytest.raises(TypeError):
            sheet.append([b"x", "x"])


# Where it lies meanwhile.


class Watching(io.BytesIO):
    """Notes what lies unpacked, and where, each time something is written."""

    def __init__(self, root):
        super().__init__()
        self.root, self.found = root, {}

    def write(self, content):
        self.look()
        return super().write(content)

    def look(self):
        for path in self.root.rglob("*"):
            self.found[path.relative_to(self.root)] = stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def watching(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return Watching(tmp_path)


def write_into(watching):
    with writing.book(watching) as book:
        sheet = book.sheet("数据", [Column(16)])
        sheet.append(["王秀兰"])
        watching.look()
    return {path.parts[0] for path in watching.found if len(path.parts) > 1}


def test_what_is_unpacked_lies_where_nobody_else_reads_it_and_goes(watching, tmp_path):
    assert write_into(watching) == {"unpacked"}

    modes = {len(path.parts): mode for path, mode in watching.found.items()}
    assert (modes[2], modes[3]) == (0o700, 0o600)
    assert watching.found[unpacked.folder().relative_to(tmp_path)] == 0o700
    assert list(unpacked.folder().iterdir()) == []


def test_a_writer_that_leaves_it_in_the_common_place_is_noticed(watching, monkeypatch):
    real = xlsxwriter.Workbook
    monkeypatch.setattr(xlsxwriter, "Workbook", lambda out, options: real(out, XLSX))

    assert "tmp" in write_into(watching)


def test_an_error_leaves_nothing_lying_and_no_workbook():
    out = io.BytesIO()
    with pytest.raises(ZeroDivisionError), writing.book(out) as book:
        book.sheet("数据", [Column(16)]).append([1 / 0])

    assert (out.getvalue(), list(unpacked.folder().iterdir())) == (b"", [])


@pytest.mark.django_db
def test_what_a_killed_process_left_goes_with_the_clock_an_hour_later(monkeypatch):
    killed = writing.book(io.BytesIO())
    killed.__enter__()
    tasks.work_on_what_waits()
    assert len(list(unpacked.folder().iterdir())) == 1  # perhaps somebody is still writing

    later = timezone.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    tasks.work_on_what_waits()
    assert list(unpacked.folder().iterdir()) == []


# Nobody writes workbooks in another way.

WRITES = re.compile(r"openpyxl(\.(cell|styles|worksheet|workbook|writer)\b| import .*\bWorkbook\b)")


OTHERS = ["config", "demo"]  # bench measures against openpyxl


def who_writes_otherwise(root):
    """Modules of the product that write with openpyxl, or start XlsxWriter by themselves."""
    return sorted(
        name
        for name, path in tree.modules(root, [*ROOMS, *OTHERS]).items()
        if WRITES.search(text := path.read_text())
        or ("xlsxwriter" in text and name != writing.__name__)
    )


def test_nobody_writes_workbooks_in_another_way():
    assert who_writes_otherwise(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "from openpyxl import Workbook",
        "from openpyxl import load_workbook, Workbook",
        "from openpyxl.cell import WriteOnlyCell",
        "from openpyxl.worksheet._writer import ALL_TEMP_FILES",
        "import xlsxwriter",
    ],
)
def test_somebody_who_does_is_noticed(tmp_path, line):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "exporting.py").write_text(f"{line}\n")
    assert who_writes_otherwise(tmp_path) == [".".join(["reports", "exporting"])]
