"""The list of one year's days off and make-up days, as it is written from the announcement.

A line for each day: date, 休 or 班, and on whose word, parted by commas or by the cells of a sheet.

    2027-02-05,休,国务院办公厅通知
    2027-02-14,班,国务院办公厅通知
"""

import csv
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.typed import line, reading
from grids import legal_holidays
from grids.models import CalendarDay

WORDS = {"休": False, "班": True, "off": False, "work": True}
LONGEST = 400
"""Lines; a year has 366 days."""


class WrongYear(Exception):
    """Nothing was taken in. `faults`: a sentence for each line that is wrong."""

    def __init__(self, faults: list[str]):
        super().__init__(" ".join(faults))
        self.faults = faults


def read(text: str, *, year: int) -> list[CalendarDay]:
    """Rows not yet saved. Raises WrongYear with everything that is wrong."""
    days: dict[date, CalendarDay] = {}
    faults: list[str] = []
    lines = text.lstrip("\ufeff").replace("\t", ",").replace("，", ",").splitlines()
    if len(lines) > LONGEST:
        raise WrongYear([_("一年最多 %(n)s 行，请只留这一年的。") % {"n": LONGEST}])
    for number, cells in enumerate(csv.reader(lines), 1):
        cleaned = [line(cell).strip() for cell in cells]
        if not any(cleaned):
            continue
        try:
            row = _row(cleaned, year)
            if row.day in days:
                raise ValidationError(_("这一天写了两次，请留一行。"))
            days[row.day] = row
        except ValidationError as error:
            said = " ".join(error.messages)
            faults.append(_("第 %(line)s 行：%(fault)s") % {"line": number, "fault": said})
    missing = sorted(legal_holidays.of(year) - days.keys())
    if missing and not faults:
        named = _("、").join(date_format(day, _("n月j日")) for day in missing)
        faults.append(_("还缺法定节日：%(days)s。请补上再导入。") % {"days": named})
    if faults:
        raise WrongYear(faults)
    return list(days.values())


def written(days: Iterable[CalendarDay]) -> str:
    """The list that `read` reads."""
    says = {works: word for word, works in reversed(WORDS.items())}
    ordered = sorted(days, key=lambda row: row.day)
    return "\n".join(f"{row.day.isoformat()},{says[row.is_workday]},{row.why}" for row in ordered)


def _row(cells, year):
    if len(cells) != 3 or cells[1] not in WORDS:
        raise ValidationError(_("要写三格：日期、“休”或“班”、依据，用逗号隔开。"))
    try:
        day = reading.day(cells[0])
    except reading.Unread as unread:
        raise ValidationError(unread.sentence) from None
    if day.year != year:
        raise ValidationError(_("这一天不在 %(year)s 年。") % {"year": year})
    row = CalendarDay(day=day, is_workday=WORDS[cells[1]], why=cells[2])
    row.full_clean(validate_unique=False, validate_constraints=False)
    return row
