"""Working time by the legal calendar of 2026."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grids import calendar
from grids.models import CalendarDay

CHINA = ZoneInfo("Asia/Shanghai")


def at(month, day, hour=10, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def test_five_workdays_jump_over_a_weekend(db):
    count = calendar.after_workdays(at(3, 10), 5, place=None)

    assert count.due_at == at(3, 17, 17, 30)
    assert count.skipped == ["2026-03-14", "2026-03-15"]


def test_spring_festival_is_skipped_and_its_make_up_days_count(db):
    count = calendar.after_workdays(at(2, 13), 3, place=None)

    # Saturday 14 February and Saturday 28 February 2026 are make-up workdays.
    assert count.due_at == at(2, 25, 17, 30)
    assert count.make_up == ["2026-02-14"]
    assert len(count.skipped) == 9


def test_hours_stop_at_noon_and_at_night(db):
    assert calendar.after_hours(at(3, 10, 11), 2, place=None).due_at == at(3, 10, 15)
    assert calendar.after_hours(at(3, 10, 16, 30), 4, place=None).due_at == at(3, 11, 11, 30)
    assert calendar.after_hours(at(3, 10, 22), 1, place=None).due_at == at(3, 11, 9, 30)


def test_a_year_not_yet_arranged_is_counted_and_said(db):
    count = calendar.after_workdays(at(12, 30, year=2098), 3, place=None)

    assert count.guessed


def test_the_street_office_may_decide_a_day(db):
    CalendarDay.objects.create(day=date(2026, 3, 11), is_workday=False, why="停电检修")

    assert calendar.after_workdays(at(3, 10), 1, place=None).due_at == at(3, 12, 17, 30)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30), timezones=st.just(CHINA))


class WorkingTime(TestCase):
    @given(start=moments, days=st.integers(1, 30))
    def test_a_deadline_in_days_falls_on_a_workday_after_the_report(self, start, days):
        due_at = calendar.after_workdays(start, days, place=None).due_at

        assert due_at.date() > start.date()
        assert calendar.is_workday(due_at.date())[0]

    @given(start=moments, hours=st.integers(1, 40), later=st.integers(0, 5000))
    def test_a_later_report_is_never_due_earlier(self, start, hours, later):
        first = calendar.after_hours(start, hours, place=None).due_at
        second = calendar.after_hours(start + timedelta(minutes=later), hours, place=None).due_at

        assert second >= first
