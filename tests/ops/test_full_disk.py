"""A full disk: reading goes on, what could not be saved comes back with a sentence, no half files."""

import contextlib
import errno
import html
import os
import re
import sqlite3
import stat
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db import OperationalError, connection, transaction

from cases.models import Case
from foundation import database_errors, disk
from tests import builders
from tests.conftest import SignedInClient

FULL = OSError(errno.ENOSPC, "No space left on device")
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def full(*arguments, **options):
    raise FULL


@pytest.fixture
def browser(lin):
    """Lin's, which gets to see what people see when something breaks."""
    client = SignedInClient(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(lin)
    return client


def test_what_could_not_be_saved_comes_back_and_is_sent_again(browser, lin, home, monkeypatch):
    address = f"/cases/new/?door={home.pk}"
    page = browser.get(address).content.decode()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    category = builders.make_category("路灯不亮").pk
    typed = {"client_id": uuid4(), "category": category, "priority": "normal"}
    typed |= {"words": "灯坏了，“三楼”", "here": "common", "csrfmiddlewaretoken": token}

    with monkeypatch.context() as no_room:
        no_room.setattr("cases.intake.report", full)
        answer = browser.post(address, typed)

    assert (answer.status_code, answer["Retry-After"]) == (507, "60")
    page = answer.content.decode()
    assert "磁盘满了" in page and not Case.objects.exists()
    again = {name: html.unescape(value) for name, value in FIELD.findall(page)}
    assert f'action="{html.escape(address)}"' in page
    browser.post(address, again)
    assert Case.objects.get().words == typed["words"]


def test_nobody_is_made_to_send_what_they_never_wrote(browser, home, monkeypatch):
    monkeypatch.setattr("config.middleware.ReaderMiddleware.__call__", full)
    answer = browser.post(f"/cases/new/?door={home.pk}", {"words": "lured"})
    assert answer.status_code == 507 and "lured" not in answer.content.decode()


def test_programs_get_a_code(browser, monkeypatch):
    monkeypatch.setattr("config.middleware.ReaderMiddleware.__call__", full)
    answer = browser.get("/api/v1/cases/")
    assert (answer.status_code, answer.json()["code"]) == (507, "full")
    assert answer["Retry-After"]


def test_pages_are_read_though_nobody_can_note_that_somebody_was_here(browser, lin, monkeypatch):
    def refused(*arguments, **options):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE 'no' USING ERRCODE = '{code}'; END $$")

    session = browser.session
    session["seen"] = "2026-03-10T00:00+00:00"
    monkeypatch.setattr("config.middleware.SessionLimitsMiddleware.is_over", lambda *_: False)
    session.save()
    monkeypatch.setattr(SessionStore, "save", refused)

    code = "53100"
    assert browser.get("/today/").status_code == 200
    code = "53200"  # out of memory: no other trouble is passed over
    assert browser.get("/today/").status_code == 503


def full_sqlite():
    """What SQLite raises when its file can grow no more, as Django hands it on."""
    with contextlib.closing(sqlite3.connect(":memory:")) as file:
        file.execute("PRAGMA max_page_count = 2")
        try:
            file.execute("CREATE TABLE a (b)")
            file.execute("INSERT INTO a VALUES (zeroblob(10000))")
        except sqlite3.OperationalError as error:
            outer = OperationalError(*error.args)
            outer.__cause__ = error
            return outer


class Refused(Exception):
    pgcode = database_errors.POSTGRESQL_FULL


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (FULL, True),
        (OSError(errno.EDQUOT, "quota"), True),
        (OSError(errno.EACCES, "denied"), False),
        (full_sqlite(), True),
        (OperationalError("database or disk is full"), False),  # whatever it says: no code
        (Refused(), True),
        (None, False),
    ],
)
def test_a_full_disk_is_known_whatever_it_comes_wrapped_in(error, says):
    outer = RuntimeError("around it")
    outer.__cause__ = error
    assert (disk.is_full(error), disk.is_full(outer)) == (says, says)


def test_a_shared_folder_may_refuse_to_be_brought_to_the_disk_and_nothing_else_may(
    tmp_path, monkeypatch
):
    def refuses(number):
        def fsync(opened):
            if stat.S_ISDIR(os.fstat(opened).st_mode):
                raise OSError(number, "no")

        monkeypatch.setattr(disk.os, "fsync", fsync)

    refuses(errno.EINVAL)
    disk.write_whole(tmp_path / "ends", lambda file: file.write(b"all"))
    refuses(errno.EIO)
    with pytest.raises(OSError, match="no"):
        disk.write_whole(tmp_path / "ends", lambda file: file.write(b"half"))


def test_a_file_is_whole_and_closed_or_not_there(tmp_path, monkeypatch):
    storage = disk.WholeFiles(location=str(tmp_path / "media"))
    name = storage.save("ab/photo.jpg", ContentFile(b"all of it"))
    kept = tmp_path / "media" / name
    assert kept.read_bytes() == b"all of it"
    assert [path.stat().st_mode & 0o077 for path in (kept, kept.parent)] == [0, 0]

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.save("ab/other.jpg", ContentFile(b"half of it"))
    assert [path.name for path in kept.parent.iterdir()] == ["photo.jpg"]
