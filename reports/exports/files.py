"""The file itself: streamed row by row, sealed as it is written, with who, when and why in it."""

import codecs
import csv
import io
import os
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

from foundation.sealing import files
from reports.exports import cells
from reports.tables import Column

BOLD, GREEN = Font(bold=True), PatternFill("solid", start_color="DEEDD7")
HEAD_ROW = 2  # of a workbook; above it stands where the table comes from


def folder() -> Path:
    """DATA/exports, closed to everybody else on the machine."""
    there = Path(settings.DATA) / "exports"
    there.mkdir(mode=0o700, parents=True, exist_ok=True)
    return there


def new_name() -> str:
    """Says nothing about what is inside, and nobody had a say in it."""
    return f"{uuid.uuid4().hex}.sealed"


def write(
    form: str, name: str, key: str, *, columns: list[Column], rows: Iterable[list], watermark: list
) -> None:
    """Write and seal the whole file. `watermark` says who, when, why, as pairs of words."""
    out = files.SealingFile(folder() / name, key)
    try:
        WRITERS[form](out, columns, rows, watermark)
        out.close()
    except BaseException:
        out.give_up()
        forget(name)
        raise


def read(name: str, key: str) -> Iterator[bytes]:
    """The content, piece by piece. Raises FileNotFoundError, foundation.sealing.columns.CannotOpen."""
    file = open(folder() / name, "rb")  # noqa: SIM115 - closed by whoever reads to its end
    content = files.pieces(file, key)
    try:
        first = next(content)  # whatever is wrong from the start is known before anything is sent
    except BaseException:
        file.close()
        raise

    def whole():
        with file:
            yield first
            yield from content

    return whole()


def forget(name: str) -> None:
    if name:
        (folder() / name).unlink(missing_ok=True)


def sweep(named: set[str], at: datetime) -> int:
    """Remove what no row names: left by a worker that was killed in the middle."""
    old = at - timedelta(hours=1)
    left = [
        path
        for path in folder().iterdir()
        if path.name not in named
        and datetime.fromtimestamp(path.stat().st_mtime, tz=old.tzinfo) < old
    ]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _write_csv(out, columns, rows, watermark):
    out.write(codecs.BOM_UTF8)  # without it Excel takes UTF-8 for something else
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)

    def put(values):
        writer.writerow([cells.for_csv(value) for value in values])
        out.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()

    put([str(column.label) for column in columns])
    for row in rows:
        put(row)
    put([_in_one_line(watermark)])


def _write_workbook(out, columns, rows, watermark):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("数据"))
    about = book.create_sheet(_("说明"))
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 16, 70
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    # On paper too: who printed this, and when.
    sheet.oddFooter.center.text = _in_one_line(watermark[:3]).replace("&", "&&")
    with private_sheet(sheet), private_sheet(about):
        line = WriteOnlyCell(sheet, _in_one_line(watermark))
        line.font = Font(italic=True, color="666666")
        sheet.append([line])
        sheet.append([_head(sheet, str(column.label)) for column in columns])
        for row in rows:
            sheet.append(
                [_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)]
            )
        _write_watermark(about, watermark)
        book.save(out)


def _head(sheet, label):
    cell = WriteOnlyCell(sheet, label)
    cell.font, cell.fill = BOLD, GREEN
    return cell


def _cell(sheet, column, value):
    value = cells.for_workbook(value)
    if not column.text or value is None:
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "@"
    return cell


def _write_watermark(sheet, watermark):
    for label, text in watermark:
        cell = WriteOnlyCell(sheet, cells.plain(text))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([_head(sheet, str(label)), cell])


class private_sheet:
    """openpyxl lays a sheet down unpacked before it zips it; that must not lie in /tmp."""

    def __init__(self, sheet):
        self.sheet = sheet

    def __enter__(self):
        handle, self.path = tempfile.mkstemp(dir=folder(), suffix=".sheet")  # 0600
        os.close(handle)
        ALL_TEMP_FILES.append(self.path)  # openpyxl looks there when it removes the file
        self.sheet._writer = WorksheetWriter(self.sheet, out=self.path)
        self.sheet._writer.write_top()

    def __exit__(self, *error):
        Path(self.path).unlink(missing_ok=True)
        if self.path in ALL_TEMP_FILES:
            ALL_TEMP_FILES.remove(self.path)


def _in_one_line(watermark):
    return cells.plain(" · ".join(f"{label}：{text}" for label, text in watermark))


WRITERS: dict[str, Callable] = {"xlsx": _write_workbook, "csv": _write_csv}


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
