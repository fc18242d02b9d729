"""Days on which everybody is free by law, known before the yearly arrangement is published.

Source of the rule: 全国年节及纪念日放假办法, in force from 1 January 2025, §2: 元旦 1 January, 春节 the
eve and the first three days of the lunar year, 清明, 劳动节 1–2 May, 端午, 中秋, 国庆节 1–3 October.
Which days are bridged or made up for is announced each year; nothing here says anything of them.
"""

from datetime import date, timedelta
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOURCE = "全国年节及纪念日放假办法"
FIRST = 2025
"""The first year the rule holds for."""

# Year, 春节 (first day of the lunar year), 清明, 端午 (5th of the 5th), 中秋 (15th of the 8th):
# facts of the calendar by GB/T 33661-2017, where two independent computations agree.
MOVING = """
2025 01-29 04-04 05-31 10-06
2026 02-17 04-05 06-19 09-25
2027 02-06 04-05 06-09 09-15
2028 01-26 04-04 05-28 10-03
2029 02-13 04-04 06-16 09-22
2030 02-03 04-05 06-05 09-12
2031 01-23 04-05 06-24 10-01
2032 02-11 04-04 06-12 09-19
2033 01-31 04-04 06-01 09-08
2034 02-19 04-05 06-20 09-27
2035 02-08 04-05 06-10 09-16
2036 01-28 04-04 05-30 10-04
2037 02-15 04-04 06-18 09-24
2038 02-04 04-05 06-07 09-13
2039 01-24 04-05 05-27 10-02
2040 02-12 04-04 06-14 09-20
2041 02-01 04-04 06-03 09-10
2042 01-22 04-04 06-22 09-28
2043 02-10 04-05 06-11 09-17
2044 01-30 04-04 05-31 10-05
2045 02-17 04-04 06-19 09-25
2046 02-06 04-04 06-08 09-15
2047 01-26 04-05 05-29 10-04
2048 02-14 04-04 06-15 09-22
2049 02-02 04-04 06-04 09-11
2050 01-23 04-04 06-23 09-30
2051 02-11 04-05 06-13 09-19
2052 02-01 04-04 06-01 09-07
2053 02-19 04-04 06-20 09-26
2054 02-08 04-04 06-10 09-16
2055 01-28 04-05 05-30 10-05
2056 02-15 04-04 06-17 09-24
2057 02-04 04-04 06-06 09-13
2058 01-24 04-04 06-25 10-02
2059 02-12 04-05 06-14 09-21
2060 02-02 04-04 06-03 09-09
"""


def _moving() -> dict[int, list[date]]:
    lines = [line.split() for line in MOVING.split("\n") if line]
    return {
        int(year): [date.fromisoformat(f"{year}-{day}") for day in days] for year, *days in lines
    }


DATES = _moving()
LAST = max(DATES)
"""After this year only the days with a fixed date are known."""


@cache
def names(year: int) -> dict[date, str | Promise]:
    """{day free by law: what it is called}; of two that fall together the first one gives its name."""
    if year < FIRST:
        return {}
    called = {date(year, 1, 1): _("元旦")}
    called |= dict.fromkeys((date(year, 5, 1), date(year, 5, 2)), _("劳动节"))
    called |= dict.fromkeys((date(year, 10, day) for day in (1, 2, 3)), _("国庆节"))
    if year in DATES:
        spring, tombs, boats, moon = DATES[year]
        called |= {spring + timedelta(days=offset): _("春节") for offset in range(-1, 3)}
        for day, name in ((tombs, _("清明节")), (boats, _("端午节")), (moon, _("中秋节"))):
            called.setdefault(day, name)
    return called


def of(year: int) -> frozenset[date]:
    """The days free by law: thirteen, or fewer where two fall together or the year is too far off."""
    return frozenset(names(year))
