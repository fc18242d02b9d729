"""Workbooks from outside: looked over with suspicion first, then read row by row.

`survey` walks through the file as a stream and refuses whatever could exhaust us, so that
openpyxl afterwards only meets files of a known size and shape. It also notes what a read-only
openpyxl does not tell: merged cells, and where formulas stand.
"""

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _
from openpyxl import load_workbook

from foundation.workbooks.survey import Looker, Outsized, Sheet, TooWide, Unreadable, Unwanted

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 50
# Below this a high ratio is only a sheet of empty formatted rows, and harmless.
RATIO_COUNTS_FROM = 5 * 1024 * 1024
MOST_MEMBERS = 200
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_ELEMENTS = 3_000_000
ROWS_ABOVE = 10  # a title and notes before the first person

TOO_BIG = _("文件太大了：最多 10 MB。请去掉图片，或者分成几个文件。")
NOT_A_WORKBOOK = _("这不是 .xlsx 工作簿。请用 Excel 或 WPS 另存为 .xlsx 再上传。")
PLAIN_TEXT = _("这其实是一份 CSV 文本，只是改了名字。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
OLD_WORKBOOK = _("这是老的 .xls 格式。请用 Excel 或 WPS 另存为 .xlsx 再上传。")
LOCKED = _("这个文件加了密码。请去掉密码再上传。")
DAMAGED = _("文件坏了，读不出来。请重新另存一份再上传。")
MACROS = _("文件里带有宏。请另存为不带宏的 .xlsx 再上传。")
BOMB = _("文件展开以后大得不正常，没有读它。请只留下名册这一张表，另存以后再上传。")
TOO_MANY_ROWS = _("一次最多导入 50,000 行。请分成几个文件。")
TOO_MANY_COLUMNS = _("表里的列太多了，最多 500 列。请只留下名册要用的列再上传。")
NOT_PLAIN = _("文件里有不该出现在表格里的内容，没有读它。请把名册复制到模板里再上传。")

UNCALCULATED = object()
"""Stands in a cell whose formula has no stored result."""


class Refused(Exception):
    """We will not read this file; `text` is a message id that says why."""

    def __init__(self, text: str, **values: Any):
        super().__init__(text)
        self.text, self.values = text, values

    @property
    def sentence(self) -> str:
        return translate(self.text) % self.values


class Survey(dict[str, Sheet]):
    """What each worksheet holds, by the name of its member in the archive."""

    @property
    def rows(self) -> int:
        return max((sheet.rows for sheet in self.values()), default=0)


def survey(file: BinaryIO) -> Survey:
    """Look the whole file over without keeping it in memory. Raises Refused."""
    _look_at_the_outside(file)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _look_at_the_list(members)
            seen = _look_inside(archive, members)
    except TooWide:
        raise Refused(TOO_MANY_COLUMNS) from None
    except Outsized:
        raise Refused(BOMB) from None
    except Unwanted:
        raise Refused(NOT_PLAIN) from None
    except (
        Unreadable,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # a compression nobody uses for workbooks
        OSError,
        RuntimeError,
        ValueError,
    ):
        raise Refused(DAMAGED) from None
    if seen.rows > MOST_ROWS + ROWS_ABOVE:
        raise Refused(TOO_MANY_ROWS)
    return seen


def _look_at_the_outside(file: BinaryIO) -> None:
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise Refused(TOO_BIG)
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        # Excel wraps an encrypted workbook into the container the old format used.
        locked = "EncryptedPackage".encode("utf-16-le") in file.read()
        raise Refused(LOCKED if locked else OLD_WORKBOOK)
    if not head.startswith(b"PK\x03\x04"):
        raise Refused(PLAIN_TEXT if _is_table_of_text(head + file.read(4000)) else NOT_A_WORKBOOK)


def _is_table_of_text(beginning: bytes) -> bool:
    lines = beginning.rpartition(b"\n")[0]
    for coding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return any(mark in lines.decode(coding).partition("\n")[0] for mark in ",;\t")
    return False


def _look_at_the_list(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(NOT_A_WORKBOOK)
    if any("vbaproject" in name.lower() for name in names):
        raise Refused(MACROS)
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(LOCKED)
    if len(members) > MOST_MEMBERS or len(names) < len(members):
        raise Outsized
    _weigh(sum(m.file_size for m in members), sum(m.compress_size for m in members))


def _weigh(unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED:
        raise Outsized
    if unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(packed, 1):
        raise Outsized


def _look_inside(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Survey:
    """Unpack every member in pieces; what the list claims about sizes is not believed."""
    unpacked, seen = 0, Survey()
    packed = sum(member.compress_size for member in members)
    elements = MOST_ELEMENTS
    for member in members:
        looker = None
        if member.filename.endswith((".xml", ".rels")):
            looker = Looker(most_elements=elements, most_rows=MOST_ROWS + ROWS_ABOVE)
        with archive.open(member) as stream:
            while piece := stream.read(65_536):
                unpacked += len(piece)
                _weigh(unpacked, packed)
                if looker:
                    looker.feed(piece)
        if looker:
            elements -= looker.close()
            if looker.sheet:
                seen[member.filename] = looker.sheet
            if looker.too_many_rows:
                break
    return seen


def read(file: BinaryIO, seen: Survey) -> Iterator[tuple[Sheet, Iterator[tuple[int, list[Any]]]]]:
    """The visible sheets, each with its rows as (line, cells); cells are what Excel stored."""
    file.seek(0)
    book = _open(file)
    for page in book.worksheets:
        # The only place where openpyxl says which member a sheet came from.
        sheet = seen.get(page._worksheet_path)
        if sheet and sheet.last_row and page.sheet_state == "visible":
            sheet.epoch = book.epoch
            yield sheet, _rows(page, sheet)


def _open(file: BinaryIO) -> Any:
    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever openpyxl stumbles over, the file is to blame
        raise Refused(DAMAGED) from error


def _rows(page: Any, sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    page.reset_dimensions()  # what a sheet says of its own size may be a lie
    lines = enumerate(page.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)
    while True:
        try:
            line, cells = next(lines)
        except Exception as error:
            raise Refused(DAMAGED) from error
        cells = list(cells)
        for column in sheet.formulas.get(line, ()):
            if column <= MOST_COLUMNS and cells[column - 1] is None:
                cells[column - 1] = UNCALCULATED
        yield line, cells
        if line == sheet.last_row:
            return  # the rest of the member holds no people
