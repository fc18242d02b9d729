"""Days and times as workbooks keep them: a number of days, and a format that says it is one."""

import re
from datetime import datetime, time, timedelta
from enum import Enum

WINDOWS_EPOCH = datetime(1899, 12, 30)
MAC_EPOCH = datetime(1904, 1, 1)
OUTSIDE = "#VALUE!"
"""What a program shows for a number that is no day of its calendar."""


class Counts(Enum):
    """What a number with such a format counts."""

    DAYS = "days"
    SPAN = "span"  # [h]:mm: how long, not when


# ECMA-376 Part 1, 18.8.30: 27 to 36 and 50 to 58 are dates in Chinese, Japanese and Korean Excel,
# which keeps 3-2, typed as a door, under number 58.
BUILT_IN = {
    **dict.fromkeys([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)], Counts.DAYS),
    46: Counts.SPAN,
}
# Quoted or escaped words, widths and fillers; colours, conditions and languages in brackets.
ASIDE = re.compile(r'"[^"]*"?|[\\_*].?|\[(?!(?:h+|m+|s+)\])[^\]]*\]?', re.I)
SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.I)


def counted_by(number: int, custom: dict[int, str]) -> Counts | None:
    """What a number under this format counts, if not something else; `custom` are the book's own."""
    if number not in custom:
        return BUILT_IN.get(number)
    code = ASIDE.sub("", custom[number].partition(";")[0])
    if SPAN.search(code):
        return Counts.SPAN
    return Counts.DAYS if re.search("[dmhys]", code, re.I) else None


def from_serial(
    number: float, counts: Counts, epoch: datetime = WINDOWS_EPOCH
) -> datetime | time | timedelta | str:
    """The moment, to the millisecond; below one day a time; OUTSIDE if there is no such moment."""
    try:
        if counts is Counts.SPAN:
            return timedelta(milliseconds=round(number * 86_400_000))
        days, part = divmod(number, 1)
        since = timedelta(milliseconds=round(part * 86_400_000))
        if days == 0 and since.days == 0:
            return (datetime.min + since).time()
        if 0 < number < 60 and epoch == WINDOWS_EPOCH:
            days += 1  # Excel knows a 29 February 1900
        return epoch + timedelta(days=days) + since
    except (OverflowError, ValueError):
        return OUTSIDE
