"""How many ID numbers are still possible for somebody who reads a whole page."""

import re
from datetime import date, timedelta

from residents import identity, masks

COUNTY, TODAY = "150299", date(2026, 3, 10)
ENOUGH_TO_STOP = 2 * masks.FEWEST


def possible_numbers(page: str) -> int:
    """What is left for somebody who knows the county and reads everything on the page.

    A date, a month, a year or an age tells when, a word tells the sex, and digits of the number
    tell themselves: 尾号 12, or any run of eighteen digits and asterisks.
    """
    masked = re.search(r"(?<![\d*])[\d*]{17}[\d*X](?![\d*])", page)
    pattern = masked[0] if masked else "*" * 18
    if end := re.search(r"尾号 ([\dX]+)", page):
        pattern = pattern[: 18 - len(end[1])] + end[1]
    parity = {"男": (1,), "女": (0,)}.get(next(iter(re.findall("[男女]", page)), ""), (0, 1))
    orders = [
        f"{order:03d}"
        for order in range(1000)
        if order % 2 in parity and fits(f"{order:03d}", pattern[14:17])
    ]
    count = 0
    for day in days_told(page):
        stem = f"{COUNTY}{day:%Y%m%d}"
        if fits(stem, pattern[:14]):
            checks = (identity.check_character(stem + order) for order in orders)
            count += sum(fits(check, pattern[17]) for check in checks)
        if count > ENOUGH_TO_STOP:
            break
    return count


def fits(digits: str, pattern: str) -> bool:
    return all(hidden in ("*", digit) for digit, hidden in zip(digits, pattern, strict=True))


def days_told(page: str) -> list[date]:
    """The birth dates a page leaves open."""
    first, last = date(1926, 1, 1), TODAY
    if told := re.search(r"(?<!\d)(19\d\d)[年-](?:(\d\d?)[月-](?:(\d\d?))?)?", page):
        year, month, day = (int(part) if part else None for part in told.groups())
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month, 28) if month else date(year, 12, 31)
    elif age := re.search(r"(?<!\d)(\d{1,3}) ?岁", page):
        first = date(TODAY.year - int(age[1]) - 1, 3, 11)
        last = date(TODAY.year - int(age[1]), 3, 10)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
