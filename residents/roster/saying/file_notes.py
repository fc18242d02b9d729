"""What to know about the file itself: what in it is hidden or struck out, and what it cannot show."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from residents.roster.columns import Column

CANNOT_SHOW = {
    "xls": gettext_noop("这是 .xls 文件：一格里只划掉几个字的，公式有没有算过，都看不出来。"),
    "ods": gettext_noop("这是 .ods 文件：一格里只划掉几个字的，看不出来。"),
    "csv": gettext_noop("这是 CSV 文本：哪些行隐藏了、画了删除线，看不出来。"),
}


def notes_of(found: dict) -> list[str]:
    """`found`: the findings of a roster, perhaps of one that was checked before there were such notes."""
    return _of_lines(found) + _of_the_form(found)


def _of_lines(found):
    notes = []
    if found.get("carried"):
        text = _("有 %(n)s 行没有写门牌，按上一行的门牌算。")
        notes.append(text % {"n": found["carried"]})
    if by_sheet := found.get("by_sheet"):
        text = _("没有写楼号的行，按表名算：%(sheets)s。")
        notes.append(text % {"sheets": _("、").join(map(_sheet, by_sheet))})
    if found.get("dittos"):
        text = _("有 %(n)s 格写的是“同上”，按上一行算。")
        notes.append(text % {"n": found["dittos"]})
    if found.get("examples"):
        notes.append(_("跳过了 %(n)s 行示例。") % {"n": found["examples"]})
    if lines := lines_of(found.get("passed_over")):
        notes.append(_("第 %(lines)s 行没有写人，跳过了。") % {"lines": lines})
    elif found.get("nobody"):  # of files that were checked before they were named
        notes.append(_("有 %(n)s 行没有写人，跳过了。") % {"n": found["nobody"]})
    if found.get("blank"):
        text = _("有 %(n)s 格写的是“无”“空号”这样的字，按没有填算，登记里原来的不动。")
        notes.append(text % {"n": found["blank"]})
    return notes


def _of_the_form(found):
    notes = []
    if lines := lines_of(found.get("left_out")):
        text = _("第 %(lines)s 行按您答的没有读。")
        notes.append(text % {"lines": lines})
    if lines := lines_of(found.get("struck")):  # of files that were checked before this was asked
        text = _("第 %(lines)s 行画了删除线，照样读了。不要的行请删掉再上传。")
        notes.append(text % {"lines": lines})
    if lines := lines_of(found.get("hidden")):
        notes.append(_("第 %(lines)s 行是隐藏的，照样读了。") % {"lines": lines})
    if columns := found.get("hidden_columns"):
        named = _("、").join(_(Column(column).value) for column in columns)
        notes.append(_("这些列是隐藏的，照样读了：%(columns)s。") % {"columns": named})
    if cells := lines_of(found.get("notes")):
        text = _("%(cells)s 格有批注，批注没有读。要紧的话请写进“备注”那一列。")
        notes.append(text % {"cells": cells})
    if found.get("drawn_words"):
        notes.append(_("表上的文本框和图形里有字，没有读。"))
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


def lines_of(some: dict | None) -> str:
    """3、7, or 3、7 等 40; nothing of none."""
    if not some:
        return ""
    lines = _("、").join(map(str, some["lines"]))
    if some["all"] > len(some["lines"]):
        return _("%(lines)s 等 %(n)s") % {"lines": lines, "n": f"{some['all']:,}"}
    return lines
