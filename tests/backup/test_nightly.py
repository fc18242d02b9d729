"""A backup every night, begun once, and how long which of them are kept."""

import os
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.backup import nightly, signs
from foundation.models import Backup
from tests.conftest import NOON, TODAY

FIRST = date(2026, 1, 1)


def test_of_two_years_seven_days_five_weeks_and_twelve_months_are_kept():
    nights = [FIRST + timedelta(days=n) for n in range(730)]
    kept = sorted(nightly.kept(nights), reverse=True)
    last = nights[-1]  # Thursday, 31 December 2027

    assert kept[:7] == [last - timedelta(days=n) for n in range(7)]
    assert kept[7:10] == [date(2027, 12, 19), date(2027, 12, 12), date(2027, 12, 5)]
    months = [date(2027, month, 1) - timedelta(days=1) for month in range(12, 1, -1)]
    assert kept[10:] == months


def test_night_by_night_it_comes_to_the_same_as_all_at_once():
    nights, kept = [FIRST + timedelta(days=n) for n in range(500)], set()
    for night in nights:
        kept = nightly.kept({*kept, night})

    assert kept == nightly.kept(nights)


def test_only_what_the_night_wrote_goes(tmp_path):
    for n in range(60):
        (tmp_path / nightly.NAME.format(night=FIRST + timedelta(days=n))).touch()
    others = {
        "zerentian-2026-01-01-120000.backup",
        "2026-01-01",
        "zerentian-2026-01-01.backup.part",
    }
    for name in others:
        (tmp_path / name).touch()

    gone = nightly.prune(tmp_path)

    assert len(gone) > 40
    assert others <= {path.name for path in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == 60 - len(gone) + len(others)


@pytest.fixture
def begun(monkeypatch, settings, tmp_path):
    nights = []
    monkeypatch.setattr(nightly, "_begin", nights.append)
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    return nights


@pytest.mark.django_db
def test_each_night_it_begins_once_and_again_after_a_crash_or_an_error(begun):
    at = NOON.replace(hour=2, minute=29)
    nightly.tend(at)
    assert begun == []

    for minutes in range(1, 6):
        nightly.tend(at + timedelta(minutes=minutes))
    assert begun == [TODAY]

    nightly.tend(at + timedelta(minutes=30))  # no sign of life since
    nightly.tend(at + timedelta(minutes=31))
    assert begun == [TODAY] * 2

    Backup.objects.update(ended_at=at + timedelta(minutes=40), error="disk full")
    nightly.tend(at + timedelta(minutes=41))
    assert begun == [TODAY] * 2
    nightly.tend(at + timedelta(hours=2))
    assert begun == [TODAY] * 3

    nightly.tend(at + timedelta(hours=9))  # three tries are enough for one night
    assert begun == [TODAY] * 3
    nightly.tend(at + timedelta(days=1, minutes=1))
    assert begun[3:] == [TODAY + timedelta(days=1)]


@pytest.mark.django_db
def test_without_a_folder_none_begins(begun, settings):
    settings.BACKUP_FOLDER = ""
    nightly.tend(NOON)

    assert (begun, Backup.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_one_that_cannot_be_written_says_why_and_leaves_nothing(begun, tmp_path):
    nightly.tend(NOON)
    with pytest.raises(CommandError, match="make_keys"):
        call_command("backup", tmp_path / "there", "--night", TODAY.isoformat())

    row = Backup.objects.get()
    assert row.error.startswith("There is no recovery key yet")
    assert row.ended_at is not None
    assert os.listdir(tmp_path / "there") == []
    assert signs.last_backup() is None


@pytest.mark.django_db
def test_a_night_missed_is_late(begun):
    now = timezone.now()
    assert signs.is_late(now)
    Backup.objects.create(begun_at=now, beat_at=now, ended_at=now, size=1, file_name="x")

    assert not signs.is_late(now + timedelta(hours=29))
    assert signs.is_late(now + timedelta(hours=31))
    assert isinstance(signs.last_backup().ended_at, datetime)
