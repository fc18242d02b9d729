"""A workbook becomes lines, sheet by sheet; nothing here asks what is registered."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from django.utils.translation import gettext_noop as _

from foundation.workbooks import reading
from foundation.workbooks.faults import Fault
from foundation.workbooks.heads import HEADER_WITHIN, Heads, says
from foundation.workbooks.merges import Merges, by_column
from foundation.workbooks.refusals import Refused
from foundation.workbooks.survey import Sheet, letters_of
from office.opening import sheets
from office.opening.sheets import Line

EXAMPLE = "示例"

NO_SHEET = _("没有一张表叫 %(titles)s。请下载模板，在里面填。")
NO_HEADS = _("“%(sheet)s”这张表没有找到表头，或者缺少“%(column)s”这一列。请对照模板补上。")
MERGED_HEADS = _("“%(sheet)s”的表头里，%(spot)s 是合并的格子。请取消合并，每一列都写上。")
TWICE = _("“%(sheet)s”这张表里，“%(column)s”这一列出现了两次。请只留一列。")
MERGED = _("这里有合并的格子，看不出哪一行是什么。请取消合并，每一行都写上。")
STRUCK = _("这一行划掉了。要的话请去掉删除线，不要的话请整行删掉。")
NOT_READ = _("这张表没有读：名字不是模板里的。")
HIDDEN = _("这张表是隐藏的，没有读。请取消隐藏，或者删掉。")
OTHER_SHEETS = {"填写说明", "How to fill in", "Instructions"}


class Reading:
    """The lines of each sheet, by its title, and what is wrong with the file."""

    def __init__(self) -> None:
        self.lines: dict[str, list[Line]] = {}
        self.faults: list[Fault] = []
        self.hidden: list[str] = []  # cells at the beginning of lines nobody sees in Excel


def read(file: BinaryIO) -> Reading:
    """Every sheet whose name the template has. Raises Refused."""
    seen = reading.survey(file)
    found, known = Reading(), sheets.titles()
    for sheet in seen.hidden:
        found.faults.append(Fault(0, "", "", HIDDEN, sheet=sheet.name))
    for sheet, rows in reading.read(file, seen):
        title = sheet.name.strip()
        if title in known and title not in found.lines:
            found.lines[title] = list(_lines(found, sheet, title, rows))
        elif title not in OTHER_SHEETS:
            found.faults.append(Fault(0, "", "", NOT_READ, sheet=sheet.name))
    if not found.lines:
        raise Refused(NO_SHEET, titles="、".join(known))
    return found


def _lines(found: Reading, sheet: Sheet, title: str, rows: Any) -> Iterator[Line]:
    heads, rest = _heads(sheet, title, rows)
    # Whose value is merged over several lines: nothing is guessed, each line is a fault.
    merges: Merges[str] = Merges(sheet, heads, carried=())
    struck, hidden = set(sheet.struck), set(sheet.hidden)
    for number, cells in rest:
        if number <= heads.line or not any(map(says, cells)):
            continue
        known = by_column(heads, cells)
        if any(isinstance(each, str) and each.startswith(EXAMPLE) for each in cells):
            continue
        line = Line(sheet, title, number, heads, known)
        if number in struck:
            found.faults.append(Fault(number, "", "", STRUCK, sheet=title, spot=f"A{number}"))
        elif column := merges.bad.get(number):
            spot = heads.spot(column, number)
            found.faults.append(Fault(number, column, "", MERGED, sheet=title, spot=spot))
        elif any(says(value) for value in known.values()):
            if number in hidden:
                found.hidden.append(f"{title} A{number}")
            yield line


def _heads(sheet: Sheet, title: str, rows: Any):
    """The line of heads, and all lines again. Raises Refused."""
    columns = sheets.columns_of(title)
    kind = type("SheetHeads", (Heads,), {"known": {each.name: each.name for each in columns}})
    top = list(islice(rows, HEADER_WITHIN))
    needed = [each.name for each in columns if each.required]
    missing, nearly = needed[0], 0
    for number, cells in top:
        heads = kind(number, cells)
        lacking = [name for name in needed if name not in heads.places]
        if not lacking:
            if heads.twice:
                raise Refused(TWICE, sheet=title, column=heads.twice[0])
            return heads, chain(top, rows)
        if heads.places:
            missing, nearly = lacking[0], number
    for left, first, right, last in sheet.merged:
        if left < right and first <= nearly <= last:
            spot = f"{letters_of(left)}{first}:{letters_of(right)}{last}"
            raise Refused(MERGED_HEADS, sheet=title, spot=spot)
    raise Refused(NO_HEADS, sheet=title, column=missing)
