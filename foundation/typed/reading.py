"""Numbers, days and moments as people type, paste and dictate them: read whole, or refused.

Each reads text and raises Unread, whose `code` a program can tell apart and whose words say what to
do. Nothing is guessed: a day has its year, month and day, and the digits are 0 to 9.
"""

import re
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.typed.tidying import code

# 2026-05-01, 2026/5/1, 2026.5.1, 2026年5月1日, and 20260501.
APART = re.compile(r"([0-9]{4})(?:年|[-./])([0-9]{1,2})(?:月|[-./])([0-9]{1,2})日?")
TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
PART = re.compile(r"[0-9]{4}年?|[0-9]{4}[-./年][0-9]{1,2}月?|[0-9]{1,2}(?:月|[-./])[0-9]{1,2}日?")
# The time of day behind it: after a blank, a T, or the 日 of the day.
MOMENT = re.compile(
    r"(?P<day>.+?)(?:(?<=日)|[\sT]+)(?P<hour>[0-9]{1,2})\s*[:时点]\s*(?P<minute>[0-9]{1,2})分?"
    r"(?:\s*:\s*(?P<second>[0-9]{1,2})(?:\.[0-9]{1,6})?)?",
    re.S,
)
# With or without commas between thousands, and the .0 a spreadsheet puts behind a whole number.
WHOLE = re.compile(r"([+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5}))(?:\.0*)?")

OTHER_DIGITS = ("other_digits", _("数字请用 0 到 9 来写。"))
NOT_WHOLE = ("invalid", _("请填一个整数，比如 3。"))
NOT_A_DAY = ("invalid", _("日期读不懂，请写成 2026-05-01 这样。"))
PART_OF_A_DAY = ("part_of_a_day", _("年、月、日要写全，比如 2026-05-01。"))
NO_SUCH_DAY = ("no_such_day", _("日历上没有这一天，请核对一下。"))
NOT_A_MOMENT = ("invalid", _("时间读不懂，请写成 2026-05-01 14:30 这样。"))
NO_SUCH_TIME = ("no_such_time", _("一天里没有这个时间，请核对一下。"))
YEARS = range(1900, 2201)
"""Days somebody alive can mean; sums with them stay within the calendar."""
ANOTHER_AGE = ("overflow", _("年份要在 1900 到 2200 之间，请核对一下。"))


class Unread(ValueError):
    """What was typed is no number, no day or no moment. `code`: which of the above; `sentence`."""

    def __init__(self, said: tuple[str, str | Promise]):
        self.code, self.sentence = said
        super().__init__(str(self.sentence))


def whole(typed: str) -> int:
    """-3, 1,200, 12.0; at most 18 digits. Raises Unread."""
    plain = _plain(typed)
    found = WHOLE.fullmatch(plain)
    if not found:
        raise Unread(NOT_WHOLE)
    return int(found[1].replace(",", ""))


def day(typed: str) -> date:
    """A whole day, of the years in which somebody alive can mean one. Raises Unread."""
    plain = _plain(typed)
    found = APART.fullmatch(plain) or TOGETHER.fullmatch(plain)
    if not found:
        raise Unread(PART_OF_A_DAY if PART.fullmatch(plain) else NOT_A_DAY)
    year, month, number = map(int, found.groups())
    if year not in YEARS:
        raise Unread(ANOTHER_AGE)
    try:
        return date(year, month, number)
    except ValueError:
        raise Unread(NO_SUCH_DAY) from None


def moment(typed: str) -> datetime:
    """A day and a time of it, to the minute or the second, of no time zone. Raises Unread."""
    lines = code(typed, blank=" ")
    _refuse_other_digits(lines)
    found = MOMENT.fullmatch(lines.strip())
    if not found:
        raise Unread(NOT_A_MOMENT)
    on = day(found["day"])
    try:
        at = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise Unread(NO_SUCH_TIME) from None
    return datetime.combine(on, at)


def _plain(typed: str) -> str:
    plain = code(typed)
    _refuse_other_digits(plain)
    return plain


def _refuse_other_digits(text: str) -> None:
    if any(each.isdecimal() and not each.isascii() for each in text):
        raise Unread(OTHER_DIGITS)
