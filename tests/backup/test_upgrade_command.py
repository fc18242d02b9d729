"""`manage.py upgrade`: a backup, the migrations, both audits; never beside another version."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import upgrading
from foundation.models import Heartbeat
from notices.tasks import heartbeat
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def said(*options):
    out = io.StringIO()
    call_command("upgrade", *options, stdout=out)
    return out.getvalue()


def test_it_waits_until_the_other_version_is_gone(settings):
    settings.VERSION = "0.0.9"
    heartbeat()
    settings.VERSION = "0.1.0"
    with pytest.raises(CommandError, match=r"version 0\.0\.9 was there less than a minute ago"):
        said()

    Heartbeat.objects.update(at=NOON - timedelta(seconds=61))
    assert "Nothing to migrate." in said()


def test_a_worker_of_this_version_is_no_hindrance():
    heartbeat()

    assert "The record is whole" in said()


def test_a_worker_from_before_versions_were_noted_is_seen_too():
    heartbeat()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notices_heartbeat DROP COLUMN version")

    with pytest.raises(CommandError, match="an earlier version was there"):
        said()


def test_without_a_backup_nothing_is_migrated(monkeypatch, tmp_path):
    done = []
    monkeypatch.setattr(upgrading, "what_is_to_do", lambda: ["one"])
    monkeypatch.setattr(upgrading, "migrate", lambda: done.append("migrated"))
    with pytest.raises(CommandError, match="Where does the backup go"):
        said()
    with pytest.raises(CommandError, match="make_keys"):
        said("--to", str(tmp_path / "backups"))
    assert done == []

    assert "1 migrations done." in said("--without-backup")
    assert done == ["migrated"]


def test_data_of_a_later_version_is_left_alone():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_x', now())"
        )

    with pytest.raises(CommandError, match="later version than this program"):
        said()
