"""No deadline of a year not yet arranged falls on a day free by law."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from grids import calendar, legal_holidays
from grids.models import CalendarDay

CHINA = ZoneInfo("Asia/Shanghai")
# Written by hand from a printed calendar: 元旦, 春节 ×4, 清明, 劳动节 ×2, 端午, 中秋, 国庆节 ×3.
FREE = {
    2027: "1-1 2-5 2-6 2-7 2-8 4-5 5-1 5-2 6-9 9-15 10-1 10-2 10-3",
    2028: "1-1 1-25 1-26 1-27 1-28 4-4 5-1 5-2 5-28 10-1 10-2 10-3",  # 中秋 is 3 October
    2029: "1-1 2-12 2-13 2-14 2-15 4-4 5-1 5-2 6-16 9-22 10-1 10-2 10-3",
    2030: "1-1 2-2 2-3 2-4 2-5 4-5 5-1 5-2 6-5 9-12 10-1 10-2 10-3",
}
BY_HAND = {
    date(year, *map(int, day.split("-"))) for year, days in FREE.items() for day in days.split()
}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_the_days_are_those_of_the_printed_calendar():
    assert set().union(*map(legal_holidays.of, FREE)) == BY_HAND
    assert all(legal_holidays.of(year) for year in range(2027, legal_holidays.LAST + 1))
    # Negative control: what the library publishes of 2026 names the same days, and Saturdays too.
    assert not any(calendar.is_workday(day)[0] for day in legal_holidays.of(2026))
    assert not legal_holidays.of(2024)


@pytest.mark.parametrize(
    ("reported", "amount", "expected"),
    [
        ("2026-12-31T10:00", "1 day", "2027-01-04T17:30"),  # Friday 1 January
        ("2027-02-03T10:00", "5 days", "2027-02-12T17:30"),  # the eve is a Friday, day 3 a Monday
        ("2028-09-29T10:00", "5 days", "2028-10-10T17:30"),  # 1–3 October, Sunday to Tuesday
        ("2029-04-03T16:00", "4 hours", "2029-04-05T11:00"),  # 清明 is a Wednesday
        ("2030-04-30T16:30", "4 hours", "2030-05-03T11:30"),  # 1 and 2 May, Wednesday and Thursday
        ("2030-06-04T10:00", "1 day", "2030-06-06T17:30"),  # 端午 is a Wednesday
    ],
)
def test_to_the_minute(db, reported, amount, expected):
    number, unit = amount.split()
    count = calendar.after_hours if unit == "hours" else calendar.after_workdays

    assert count(at(reported), int(number), place=None).due_at == at(expected)


def test_no_deadline_falls_on_one(db):
    for day in sorted(BY_HAND):
        for before in (1, 3, 7):
            start = datetime.combine(day - timedelta(days=before), at("2027-01-01T10:00").timetz())
            ends = [
                calendar.after_workdays(start, before, place=None).due_at,
                calendar.after_hours(start, 7 * before, place=None).due_at,
            ]
            assert not BY_HAND & {end.date() for end in ends}


def test_nobody_sends_everybody_to_work_on_one(db):
    entered = CalendarDay(day=date(2027, 10, 1), is_workday=True, why="值班")

    with pytest.raises(ValidationError, match="法定节日"):
        entered.full_clean()
    entered.day = date(2027, 10, 4)
    entered.full_clean()
