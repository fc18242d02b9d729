"""One cell: what was meant, from what the program that wrote the file kept. Raises Wrong."""

import re
import unicodedata
from datetime import date, datetime, time

from django.utils.translation import gettext_noop as _

from foundation.typed import tidying
from foundation.workbooks import days
from foundation.workbooks.dates import WINDOWS_EPOCH
from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import plain
from foundation.workbooks.survey import UNCALCULATED

EXCEL_ERRORS = {"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"}
NOTHING = {"无", "没有", "暂无", "不详", "未填", "0", "null", "NULL", "None", "nan", "NaN", "N/A"}
NOTHING |= {"(空)", "(跳过)"}  # as questionnaires leave what nobody answered
ONLY_MARKS = re.compile(r"[-\u2010-\u2015\u2212_/\\|.。、,*~…]+")
QUOTE = "'`’‘"
"""Stands before a number so that it stays text; some programs write it into the cell."""
BLANKS = " \t\r\n\u3000"
BIGGEST_EXACT = 10**15
"""Excel keeps 15 digits of a number; of a longer one the end is lost for good."""

LOST_DIGITS = _("Excel 把这个号码当成了数字，后面几位已经丢了。请把这一列设成“文本”，重新填写。")
BECAME_A_DATE = _("Excel 把它变成了日期。请把这一列设成“文本”，重新填写。")
NO_RESULT = _("这里是公式，文件里没有它的结果。请用 Excel 打开保存一次，或者粘贴成值。")
EXCEL_ERROR = _("这一格是 Excel 的错误提示，请改好。")
NOT_TEXT = _("这一格的内容读不懂，请按文本填写。")
MISSING = _("这里要填。")
TOO_LONG = _("太长了，最多 %(most)s 个字。")


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
    text = plain(cell).lstrip(QUOTE)
    if text.endswith(".0") and text[:-2].isdecimal():
        text = text[:-2]  # a number that became text by way of a program
    return "" if is_nothing(text) else text


def is_nothing(text: str) -> bool:
    """无, / and — say that there is nothing to say."""
    return text in NOTHING or bool(ONLY_MARKS.fullmatch(text))


def spaced(text: str) -> str:
    """As `plain`, but where blanks and line breaks stood, one blank stays."""
    text = unicodedata.normalize("NFKC", text).lstrip(QUOTE + BLANKS)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join(text.split())


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

    Raises Wrong, Asked, and ValueError for a day no calendar has.
    """
    if isinstance(cell, datetime):
        return days.of_moment(cell, epoch)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if day := days.of_number(cell, epoch):
            return day
    text = as_text(cell)
    if not text:
        return None
    return days.of_text(spaced(cell) if isinstance(cell, str) else text)


def as_remark(cell: object, most: int) -> str:
    """Words of somebody's own: blanks between them stay, one each; a day or a number is its text."""
    if isinstance(cell, datetime):
        is_day = cell.time() == time.min
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, float):
        if abs(cell) >= BIGGEST_EXACT:
            raise Wrong(LOST_DIGITS)
        return f"{cell:.15g}"
    text = as_text(cell)
    if not text or not isinstance(cell, str):
        return text
    text = " ".join(tidying.text(cell).lstrip(QUOTE + BLANKS).split())
    if len(text) > most:
        raise Wrong(TOO_LONG, most=most)
    return text


def _masked_beside_words(text: str) -> str:
    """139****02（儿子）: of all its digits the first three and the last two."""
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    hidden = {*digits[3:-2]}
    stars = "".join("*" if place in hidden else each for place, each in enumerate(text))
    return re.sub(r"\*[* -]*", "****", stars)


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
        if len(re.findall(r"\d", text)) > 10 and re.search(r"[^\W\d_]{2}", text):
            return _masked_beside_words(text)
        return f"{text[:3]}****{text[-2:]}" if len(text) > 6 else "****" if text else ""
    # Columns slip: a number of a person may stand where a remark should.
    return re.sub(r"(\d{3})\d{3,}(\d[\dXx])", r"\1****\2", text)
