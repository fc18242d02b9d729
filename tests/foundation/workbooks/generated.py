"""Workbooks as nobody would draw them: every kind of cell, in every dialect, from a seed."""

import random
import re
import zipfile
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from foundation.workbooks.survey import UNCALCULATED, letters_of
from tests.forms import written
from tests.residents.sheets import rezip

DAYS = [
    "yyyy-mm-dd",
    'yyyy"年"m"月"d"日"',
    "m/d/yy h:mm",
    'm"月"d"日"',
    "[$-804]yyyy/m/d;@",
    "mmm-yy",
]
NUMBERS = ["General", "0", "@", "0.00_);[Red]\\(0.00\\)", '#,##0" 元"', '0"d"', "[Red]0", "_-0* -"]
ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
LETTERS = "王李张刘𠮷㛃ABcd ·-.0123456789\n&<>\"'　é"


def book(seed, *, form="xlsx"):
    """With what only an .xlsx can hold, when it is to be one."""
    chance = random.Random(seed)
    drawn = Workbook()
    if chance.random() < 0.15:
        drawn.epoch = CALENDAR_MAC_1904
    for number in range(chance.randint(1, 3)):
        sheet = drawn.active if not number else drawn.create_sheet(f"表{number}")
        fill(sheet, chance, form)
        if number and chance.random() < 0.3:
            sheet.sheet_state = chance.choice(["hidden", "veryHidden"])
    return drawn


def fill(sheet, chance, form):
    rows, columns = chance.choice([1, 3, 12, 40]), chance.choice([1, 4, 9, 30])
    left, top = chance.choice([1, 1, 2, 5]), chance.choice([1, 1, 2, 7])
    full = chance.choice([0.3, 0.7, 1])
    for row in range(top, top + rows):
        for column in range(left, left + columns):
            if chance.random() < full:
                put(sheet.cell(row, column), chance, form)
        if chance.random() < 0.1:
            sheet.row_dimensions[row].hidden = True
    if chance.random() < 0.3:
        sheet.merge_cells(
            start_row=top,
            end_row=top + 1,
            start_column=left,
            end_column=left + chance.randint(0, 2),
        )


def put(cell, chance, form):
    kind = chance.choice("tttttiiifdDhsbeEfn")
    value, style = VALUES[kind](chance, form)
    cell.value = value
    if style:
        cell.number_format = style
    if chance.random() < 0.05:
        cell.font = Font(strike=True)


def text(chance, form):
    letters = "".join(chance.choice(LETTERS) for _ in range(chance.choice([1, 2, 3, 8, 60])))
    # What other forms do not keep is not asked of them.
    letters = letters if form == "xlsx" else re.sub(r"\s", "", letters)
    return ("甲" if letters[:1] in ("=", "") else "") + letters, ""


def whole(chance, form):
    most = chance.choice([9, 10**5, 10**11] + [10**15, 10**18] * (form == "xlsx"))
    return chance.randint(-most // 10, most), chance.choice(NUMBERS)


def broken(chance, form):
    return round(chance.random() * 10 ** chance.randint(-1, 9), 3), chance.choice(NUMBERS)


def day(chance, form):
    moment = datetime(1905, 1, 1) + timedelta(days=chance.randint(0, 45_000))
    return moment, chance.choice(DAYS)


def moment(chance, form):
    return day(chance, form)[0] + timedelta(
        seconds=chance.randint(0, 86_399)
    ), "yyyy-mm-dd hh:mm:ss"


VALUES = {
    "t": text,
    "i": whole,
    "f": broken,
    "d": day,
    "D": moment,
    "h": lambda chance, form: (time(chance.randint(0, 23), chance.randint(0, 59)), "h:mm"),
    # A count of days under a format that only some readers take for one.
    "s": lambda chance, form: (chance.randint(1, 60_000), chance.choice(DAYS + NUMBERS)),
    "b": lambda chance, form: (chance.random() < 0.5, ""),
    "e": lambda chance, form: (chance.choice(ERRORS), ""),
    "E": lambda chance, form: (chance.choice(ERRORS[:2]), ""),
    "n": lambda chance, form: (None, "yyyy-mm-dd"),
}


def in_a_dialect(file, chance):
    """The same sheets as other programs write them."""
    pages = {
        name: zipfile.ZipFile(file).read(name).decode()
        for name in zipfile.ZipFile(file).namelist()
        if re.match(r"xl/(worksheets/|sharedStrings)", name)
    }
    dialect = chance.choice(list(DIALECTS))
    return rezip(file, {name: DIALECTS[dialect](page) for name, page in pages.items()})


def without_spots(page):
    """Cells that do not say where they are, in rows that leave none out."""

    def row(found):
        spots = re.findall(r'<c r="([A-Z]+)', found[0])
        dense = spots == [letters_of(number) for number in range(1, len(spots) + 1)]
        return re.sub(r'<c r="\w+"', "<c", found[0]) if dense else found[0]

    return re.sub(r"<row .*?</row>", row, page, flags=re.S)


def prefixed(page):
    page = re.sub(r"<(/?)(?![?!/])", r"<\1x:", page)
    return page.replace('xmlns="', 'xmlns:x="', 1)


DIALECTS = {
    "as it is": str,
    "indented": lambda page: re.sub(r">(<(?!/t>|/v>))", r">\n  \1", page),
    "prefixed": prefixed,
    "without spots": without_spots,
    "with marks of its own": lambda page: page.replace("<sheetData>", "<!-- 名册 --><sheetData>"),
    "with a lie about its size": lambda page: re.sub(
        r'<dimension ref="[^"]*"', '<dimension ref="A1:B2"', page
    ),
}


def as_read(value):
    """As both readers are compared: blanks are nothing, a day has a time, a whole number no point."""
    if value is None or value is UNCALCULATED:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def file(seed, form="xlsx"):
    made = written(book(seed, form=form), form)
    return in_a_dialect(made, random.Random(seed)) if form == "xlsx" else made
