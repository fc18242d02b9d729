"""The file itself: streamed row by row, sealed as it is written, with who, when and why in it."""

import codecs
import csv
import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.sealing import files
from foundation.workbooks import writing
from foundation.workbooks.writing import HEAD, PLAIN, TEXT, Look
from reports.exports import cells
from reports.tables import Column

ASIDE = Look(italic=True, color="666666")
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
    laid_out = [writing.Column(each.width, TEXT if each.text else PLAIN) for each in columns]
    with writing.book(out) as book:
        # On paper too: who printed this, and when.
        footer = _in_one_line(watermark[:3])
        sheet = book.sheet(_("数据"), laid_out, frozen=HEAD_ROW, footer=footer)
        sheet.append([_in_one_line(watermark)], ASIDE)
        sheet.append([str(column.label) for column in columns], HEAD)
        for row in rows:
            sheet.append(map(cells.for_workbook, row))
        laid_out = [writing.Column(16, HEAD), writing.Column(70, Look(wraps=True))]
        about = book.sheet(_("说明"), laid_out)
        for label, text in watermark:
            about.append([str(label), cells.plain(text)])


def _in_one_line(watermark):
    return cells.plain(" · ".join(f"{label}：{text}" for label, text in watermark))


WRITERS: dict[str, Callable] = {"xlsx": _write_workbook, "csv": _write_csv}


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
