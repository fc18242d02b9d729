"""A year is arranged: what was due by a guess is counted anew, and told."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from cases import clocks, timeline
from cases.models import Step
from foundation.models import Record
from grids import arranged_years, legal_holidays, year_lists
from grids.models import CalendarDay
from notices.models import Notice, Reminder
from tests import builders

CHINA = ZoneInfo("Asia/Shanghai")
WHY = "国务院办公厅通知"
# As if it had been announced: the bridge to 11 February, and a Saturday made up for it.
MORE = {"2027-02-09": "休", "2027-02-10": "休", "2027-02-11": "休", "2027-02-13": "班"}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def lines():
    days = {day.isoformat(): "休" for day in sorted(legal_holidays.of(2027))} | MORE
    return "\n".join(f"{day},{says},{WHY}" for day, says in days.items())


@pytest.fixture
def reported(lin, chen, east):
    return builders.make_case(lin, east, at=at("2027-02-03T10:00"))


def test_what_was_a_guess_moves_once_and_is_told(reported, chen, tmp_path):
    assert reported.due_at == at("2027-02-12T17:30")
    assert "2027年的调休" in "".join(clocks.explain(reported.due_because, reported.due_at))
    former, version = reported.due_because, reported.version
    path = tmp_path / "2027.csv"
    path.write_text(lines(), encoding="utf-8")

    call_command("import_calendar", path)
    call_command("import_calendar", path)

    reported.refresh_from_db()
    # 4, 12, 13 (made up), 15, 16 February.
    assert (reported.due_at, reported.version) == (at("2027-02-16T17:30"), version)
    assert not reported.due_because["guessed"]
    sentences = "".join(clocks.explain(reported.due_because, reported.due_at))
    assert "推算" not in sentences and "2月13日 是调休上班" in sentences
    step = reported.steps.get(action=Step.RECOUNTED)
    assert step.detail["because"] == former
    assert step.note == ("调休已经公布，答复期限从 2027-02-12 17:30 改到 2027-02-16 17:30。")
    assert timeline.title(step.action) == "答复期限重新算过"
    [notice] = Notice.objects.filter(recipient=chen, key__contains="recounted")
    assert notice.sentence.startswith("期限重新算过：")
    overdue = Reminder.objects.filter(subject=str(reported.uid), rule="case-overdue")
    assert [row.due_at for row in overdue] == [reported.due_at]
    assert Record.objects.count() >= CalendarDay.objects.count() == 17


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (lines().replace("2027-10-03,休", "2027-10-03,班"), "第 13 行：.*法定节日"),
        (lines().replace(f"2027-06-09,休,{WHY}\n", ""), "还缺法定节日：6月9日"),
        (lines() + f"\n2028-01-01,休,{WHY}", "不在 2027 年"),
        (lines() + f"\n2027-02-09,班,{WHY}", "写了两次"),
        (lines() + "\n2027/2/12,休", "要写三格"),
        (lines() + f"\n12.2.2027,休,{WHY}", "日期读不懂"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(reported, bai, text, fault):
    with pytest.raises(year_lists.WrongYear, match=fault):
        arranged_years.take_in(text=text, year=2027, by=bai, at=at("2027-02-04T10:00"))

    reported.refresh_from_db()
    assert reported.due_at == at("2027-02-12T17:30")
    assert not CalendarDay.objects.exists()


def test_of_which_year_is_said_or_asked(db, tmp_path):
    path = tmp_path / "holidays.csv"
    path.write_text(lines(), encoding="utf-8")

    with pytest.raises(CommandError, match="Say --year"):
        call_command("import_calendar", path)


def test_from_december_the_next_year_is_missing_until_it_is_arranged(db, bai):
    november, december = at("2026-11-30T10:00"), at("2026-12-01T10:00")
    assert arranged_years.year_missing(november.date()) is None
    assert arranged_years.year_missing(december.date()) == 2027

    arranged_years.take_in(text=lines(), year=2027, by=bai, at=december)

    assert arranged_years.year_missing(december.date()) is None
