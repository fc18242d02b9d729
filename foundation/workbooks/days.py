"""Days as people write them into a cell: read when they are whole, refused when a part is missing."""

import re
from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from foundation.workbooks.dates import WINDOWS_EPOCH, Counts, from_serial
from foundation.workbooks.faults import Asked, Wrong

YEARS = range(1880, 2101)
"""A number among these is a year somebody wrote, and no count of days."""

MIDNIGHT = r"(?:(?:T| |(?<=日))0{1,2}:00(?::00(?:\.0+)?)?)?"
APART = re.compile(r"(\d{4}) ?(?:年|[-./]) ?(\d{1,2}) ?(?:月|[-./]) ?(\d{1,2})(?: ?日)?" + MIDNIGHT)
TOGETHER = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0)?" + MIDNIGHT)
YEAR = re.compile(r"\d{4} ?年?(?:\.0)?")
MONTH = re.compile(r"\d{4} ?[-./年] ?\d{1,2} ?月?")
JANUARY_OR_OCTOBER = re.compile(r"\d{4}\.1")
SIX_OR_SEVEN = re.compile(r"\d{6,7}(?:\.0)?")
IS_LUNAR = re.compile(
    "[农阴旧]历|\\([农阴]\\)|[正冬腊闰]月|初[一二三四五六七八九十]|廿|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
)
AGE = re.compile(r"(?:约|虚岁|虚|周岁)? ?\d{1,3} ?(?:周岁|虚岁|岁)左?右?")
DASHES = re.compile(r"[\u2010-\u2015\u2212_]")

NOT_A_DATE = _("日期读不懂，请写成 1950-01-02。")
ONLY_A_YEAR = _("这里只有年份，没有月和日。请写全，比如 1950-01-02；不知道就空着。")
ONLY_A_MONTH = _("这里只有年和月，没有日。请写全，比如 1950-01-02；不知道就空着。")
SIX_DIGITS = _("六位或七位数字分不清哪是月、哪是日。请写成 1950-01-02。")
YEAR_AS_A_DAY = _(
    "这一格是日期 %(day)s，多半是在日期格里只填了年份 %(year)s。请写全，比如 1950-01-02；真是这一天，请把这一格设成“文本”再写。"
)
LUNAR = _("这是农历。请写身份证上的公历日期，比如 1950-01-02；不知道就空着。")
ONLY_AN_AGE = _("这里写的是岁数，不是出生日期。请写成 1950-01-02；不知道就空着。")
WHICH_MONTH = _("%(value)s 是 1 月还是 10 月？哪一天？知道就在表格里写成 1950-01-02，再传一次。")


def of_moment(moment: datetime, epoch: datetime = WINDOWS_EPOCH) -> date:
    """Of a cell whose format says that it is a day. Raises Wrong."""
    count = (moment - epoch).days
    if count in YEARS:
        raise Wrong(YEAR_AS_A_DAY, day=moment.date().isoformat(), year=count)
    return moment.date()


def of_number(number: float, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """Of a count of days since `epoch`; None if it is none. Raises Wrong, Asked."""
    if YEARS.start <= number < YEARS.stop:
        _refuse_part_of_a_day(number)
    if not 366 <= number < 10**5:
        return None
    moment = from_serial(int(number), Counts.DAYS, epoch)
    return moment.date() if isinstance(moment, datetime) else None


def of_text(text: str) -> date:
    """Of words with single blanks between them. Raises Wrong, Asked, and ValueError for a day no
    calendar has."""
    text = DASHES.sub("-", text)
    if parts := APART.fullmatch(text) or TOGETHER.fullmatch(text):
        return date(*map(int, parts.groups()))
    if YEAR.fullmatch(text):
        raise Wrong(ONLY_A_YEAR)
    if JANUARY_OR_OCTOBER.fullmatch(text):
        raise Asked(WHICH_MONTH, value=text)
    if MONTH.fullmatch(text):
        raise Wrong(ONLY_A_MONTH)
    if IS_LUNAR.search(text):
        raise Wrong(LUNAR)
    if AGE.fullmatch(text):
        raise Wrong(ONLY_AN_AGE)
    raise Wrong(SIX_DIGITS if SIX_OR_SEVEN.fullmatch(text) else NOT_A_DATE)


def _refuse_part_of_a_day(number: float) -> None:
    if number == int(number):
        raise Wrong(ONLY_A_YEAR)
    text = f"{number:.4f}".rstrip("0")
    if JANUARY_OR_OCTOBER.fullmatch(text):
        raise Asked(WHICH_MONTH, value=text)
    raise Wrong(ONLY_A_MONTH)
