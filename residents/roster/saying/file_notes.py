"""What to know about the file itself: what in it is hidden or struck out, and what it cannot show."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

CANNOT_SHOW = {
    "xls": gettext_noop("这是 .xls 文件：一格里只划掉几个字的，公式有没有算过，都看不出来。"),
    "ods": gettext_noop("这是 .ods 文件：一格里只划掉几个字的，看不出来。"),
    "csv": gettext_noop("这是 CSV 文本：哪些行隐藏了、画了删除线，看不出来。"),
}


def notes_of(found: dict) -> list[str]:
    """`found`: the findings of a roster, perhaps of one that was checked before there were such notes."""
    notes = []
    if by_sheet := found.get("by_sheet"):
        text = _("没有写楼号的行，按表名算：%(sheets)s。")
        notes.append(text % {"sheets": _("、").join(map(_sheet, by_sheet))})
    if lines := _lines(found.get("left_out")):
        text = _("第 %(lines)s 行画了删除线，按您答的没有读。")
        notes.append(text % {"lines": lines})
    if lines := _lines(found.get("struck")):  # of files that were checked before this was asked
        text = _("第 %(lines)s 行画了删除线，照样读了。不要的行请删掉再上传。")
        notes.append(text % {"lines": lines})
    if lines := _lines(found.get("hidden")):
        notes.append(_("第 %(lines)s 行是隐藏的，照样读了。") % {"lines": lines})
    if unread := found.get("unread"):
        notes.append(_("没有读的表：%(sheets)s。") % {"sheets": _("、").join(map(_sheet, unread))})
    if cannot := CANNOT_SHOW.get(found.get("form", "")):
        notes.append(_(cannot))
    return notes


def _sheet(unread: list | str) -> str:
    """A name and how many rows; of files checked before rows were counted only a name."""
    if isinstance(unread, str):
        return unread
    name, rows = unread
    return _("%(name)s（%(n)s 行）") % {"name": name, "n": f"{rows:,}"}


def _lines(some: dict | None) -> str:
    if not some:
        return ""
    lines = _("、").join(map(str, some["lines"]))
    if some["all"] > len(some["lines"]):
        return _("%(lines)s 等 %(n)s") % {"lines": lines, "n": f"{some['all']:,}"}
    return lines
