"""What a cell of a file may hold: words that stay words, whatever opens the file."""

import re
from datetime import date, datetime

# What a spreadsheet takes for the beginning of a formula, also in full width (U+FF1D …), also
# behind blanks, marks nobody sees, or quotes.
FORMULA = re.compile(
    r"^[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00a0\u3000'\"]*[=+\-@＝＋－＠﹢﹣﹦﹫−]"
)
# The same behind a separator, where another locale would split the line. Only in CSV.
SPLIT = re.compile(r"([;\t|,，；]\s*)(?=[=+\-@＝＋－＠])")
# Long numbers lose digits, leading zeros vanish, and 3-2 becomes the second of March.
NOT_A_NUMBER = re.compile(r"\d{11,}[Xx]?|0\d+|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?")
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
MOST = 32_000  # characters; Excel holds 32,767 in a cell
QUOTE = "'"


def plain(value) -> str:
    """One line of words that no program calculates."""
    text = str(value)
    begins_badly = text[:1] in ("\t", "\r", "\n", "\0")
    text = " ".join(UNPRINTABLE.sub("", text).split())[:MOST]
    return QUOTE + text if text and (begins_badly or FORMULA.match(text)) else text


def for_workbook(value):
    """A cell of a workbook: days and numbers as such, everything else as text."""
    if value is None or value == "":
        return None
    if isinstance(value, (bool, int, datetime, date)):
        return value
    return plain(value)


def for_csv(value) -> str:
    """A cell of a CSV file; numbers with more digits than a spreadsheet keeps stay text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    text = SPLIT.sub(rf"\1{QUOTE}", plain(value))
    return QUOTE + text if NOT_A_NUMBER.fullmatch(text) else text
