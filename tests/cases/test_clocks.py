"""Until when, in working time by the legal calendar, and why."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases import clocks
from cases.models import Category, Deadline
from grids import calendar
from grids.models import CalendarDay
from tests import builders

SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(text, *, category="路灯不亮", priority="normal"):
    category = builders.make_category(category)
    return clocks.due(category=category, priority=priority, at=at(text), place=None)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("2026-03-10T12:00", "2026-03-17T17:30"),  # one weekend
        ("2026-02-12T09:00", "2026-02-26T17:30"),  # Spring Festival 15–23 February; 14 and 28 work
        ("2026-02-24T09:00", "2026-03-02T17:30"),  # the make-up Saturday counts
        ("2026-09-29T16:00", "2026-10-12T17:30"),  # National Day 1–7 October; 10 October works
        ("2026-09-18T20:00", "2026-09-24T17:30"),  # Sunday 20 September is made up
    ],
)
def test_five_workdays_follow_the_holidays_of_2026(reported, expected):
    assert due(reported)[0] == at(expected)


def test_the_explanation_names_what_was_skipped_and_what_was_made_up():
    due_at, because = due("2026-09-29T16:00")

    sentences = clocks.explain(because, due_at)

    assert sentences[1] == "10月1日至10月7日、10月11日 休息，不算在内。"
    assert sentences[2] == "10月10日 是调休上班，算在内。"
    assert sentences[0].endswith(f"到 {due_at.month}月{timezone.localtime(due_at).day}日 17:30。")


def test_working_hours_stop_at_noon_at_night_and_at_weekends():
    # Friday 16:00: an hour and a half today, two and a half on Monday morning.
    assert due("2026-03-13T16:00", category="井盖坏了")[0] == at("2026-03-16T11:00")


def test_emergencies_count_by_the_clock_on_the_wall():
    assert due("2026-02-17T23:30", priority="emergency")[0] == at("2026-02-18T01:30")


def test_the_nearest_rule_wins():
    noise, gas = builders.make_category("邻居吵闹、噪音"), builders.make_category("燃气有味")

    assert clocks.deadline_for(noise, "normal", None).amount == 10
    assert clocks.deadline_for(noise, "urgent", None).category is None
    assert clocks.deadline_for(gas, "normal", None).unit == "hours"


def test_rules_are_rows_and_without_any_there_still_is_a_deadline():
    Deadline.objects.filter(category=None).update(amount=3)
    assert due("2026-03-10T12:00")[0] == at("2026-03-13T17:30")

    Deadline.objects.all().delete()
    assert due("2026-03-10T12:00")[0] == at("2026-03-17T17:30")


def test_a_day_the_street_decided_wins_over_the_calendar():
    CalendarDay.objects.create(day=date(2026, 3, 11), is_workday=False, why="停电检修")

    due_at, because = due("2026-03-10T12:00")

    assert due_at == at("2026-03-18T17:30")
    assert because["skipped"][0] == "2026-03-11"


def test_a_year_without_an_arrangement_is_a_guess_and_says_so():
    due_at, because = due("2031-06-02T10:00")

    assert because["guessed"]
    assert "按法定节日推算，2031年的调休公布后会重算。" in clocks.explain(because, due_at)


moments = st.datetimes(datetime(2026, 1, 2), datetime(2026, 12, 20)).map(
    lambda moment: moment.replace(tzinfo=SHANGHAI)
)
units = st.sampled_from(list(Deadline.Unit))


def count(unit, amount, start):
    return clocks._count(Deadline(unit=unit, amount=amount), start, None).due_at


@given(unit=units, amount=st.integers(1, 20), start=moments, later=st.integers(0, 20_000))
def test_who_reports_later_is_never_due_earlier(unit, amount, start, later):
    assert count(unit, amount, start) <= count(unit, amount, start + timedelta(minutes=later))


@given(unit=units, amount=st.integers(1, 20), start=moments)
def test_time_always_passes_and_more_of_it_with_a_longer_deadline(unit, amount, start):
    assert start < count(unit, amount, start) < count(unit, amount + 1, start)


@given(
    unit=st.sampled_from(["workdays", "working_hours"]), amount=st.integers(1, 20), start=moments
)
def test_nothing_in_working_time_is_ever_due_on_a_day_off_or_at_night(unit, amount, start):
    due_at = timezone.localtime(count(unit, amount, start))

    assert calendar.is_workday(due_at.date())[0]
    assert calendar.MORNING[0] < due_at.time() <= calendar.AFTERNOON[1]


@given(amount=st.integers(1, 20), start=moments)
def test_exactly_that_many_workdays_lie_after_the_report(amount, start):
    end = timezone.localtime(count("workdays", amount, start)).date()
    days = [start.date() + timedelta(days=n) for n in range(1, (end - start.date()).days + 1)]

    assert sum(calendar.is_workday(day)[0] for day in days) == amount


def test_every_category_of_the_first_level_has_an_icon_and_words():
    assert not Category.objects.filter(parent=None).filter(icon="").exists()
    assert not Category.objects.filter(parent=None).filter(words="").exists()
