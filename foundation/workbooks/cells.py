"""One cell: what was meant, from what the program that wrote the file kept. Raises Wrong."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext_noop as _

from foundation.workbooks.dates import WINDOWS_EPOCH, Counts, from_serial
from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import plain
from foundation.workbooks.survey import UNCALCULATED

EXCEL_ERRORS = {"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"}
NOTHING = {"无", "没有", "暂无", "不详", "-", "--", "—", "/", "\\", "0"}
DAY = re.compile(r"(\d{4})(?:年|[-./])?(\d{1,2})(?:月|[-./])?(\d{1,2})日?(?:[T0:]*)")
BIGGEST_EXACT = 10**15
"""Excel keeps 15 digits of a number; of a longer one the end is lost for good."""

LOST_DIGITS = _("Excel 把这个号码当成了数字，后面几位已经丢了。请把这一列设成“文本”，重新填写。")
BECAME_A_DATE = _("Excel 把它变成了日期。请把这一列设成“文本”，重新填写。")
NO_RESULT = _("这里是公式，文件里没有它的结果。请用 Excel 打开保存一次，或者粘贴成值。")
EXCEL_ERROR = _("这一格是 Excel 的错误提示，请改好。")
NOT_TEXT = _("这一格的内容读不懂，请按文本填写。")
MISSING = _("这里要填。")
TOO_LONG = _("太长了，最多 %(most)s 个字。")
NOT_A_DATE = _("日期读不懂，请写成 1950-01-02。")


def as_text(cell: object) -> str:
    """The text of a cell without blanks; a whole number as its digits."""
    if cell is None:
        return ""
    if cell is UNCALCULATED:
        raise Wrong(NO_RESULT)
    if isinstance(cell, bool):
        raise Wrong(NOT_TEXT)
    if isinstance(cell, date | datetime | time):
        raise Wrong(BECAME_A_DATE)
    if isinstance(cell, int | float):
        return _digits(cell)
    if not isinstance(cell, str):
        raise Wrong(NOT_TEXT)
    if cell.startswith("#") and cell.strip() in EXCEL_ERRORS:
        raise Wrong(EXCEL_ERROR)
    text = plain(cell)
    return "" if text in NOTHING else text


def _digits(number: int | float) -> str:
    if abs(number) >= BIGGEST_EXACT:
        raise Wrong(LOST_DIGITS)
    if number != int(number):
        raise Wrong(NOT_TEXT)
    return "" if number == 0 else str(int(number))


def as_number_text(cell: object) -> str:
    """As `as_text`, for a number of many digits; 1.38E+10 as text has lost them."""
    text = as_text(cell)
    if re.fullmatch(r"[\d.]+E\+?\d+", text.upper()):
        raise Wrong(LOST_DIGITS)
    return text


def as_day(cell: object, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """A day, from a date, from a count of days since `epoch`, or from text; None of an empty cell.

    Raises Wrong, and ValueError for a day no calendar has.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 366 <= cell < 10**5:
        moment = from_serial(int(cell), Counts.DAYS, epoch)
        return moment.date() if isinstance(moment, datetime) else None
    text = as_text(cell)
    if not text:
        return None
    parts = DAY.fullmatch(text)
    if not parts:
        raise Wrong(NOT_A_DATE)
    return date(*map(int, parts.groups()))


def as_remark(cell: object, most: int) -> str:
    """Words of somebody's own: blanks between them stay, one each."""
    text = as_text(cell)
    if not isinstance(cell, str):
        return text
    text = " ".join(cell.split())
    if len(text) > most:
        raise Wrong(TOO_LONG, most=most)
    return text


def shown(cell: object, *, is_number: bool = False) -> str:
    """What stood in the cell, so that it is found again; numbers of people never in full.

    `is_number`: its column holds nothing but numbers of people.
    """
    if cell is None or cell is UNCALCULATED:
        return ""
    if isinstance(cell, datetime):
        cell = cell.date()
    text = str(cell).strip()[:60]
    if is_number:
        return f"{text[:3]}****{text[-2:]}" if len(text) > 6 else "****" if text else ""
    # Columns slip: a number of a person may stand where a remark should.
    return re.sub(r"(\d{3})\d{3,}(\d[\dXx])", r"\1****\2", text)
