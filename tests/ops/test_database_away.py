"""While the database is away or held: 503, when to come again, and what was typed comes back."""

import contextlib
import logging
import os
import subprocess
import sys

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from config.serving import unavailable
from foundation import database_errors
from tests.ops.contact_while_held import (
    NOTE,
    at_the_door,
    hidden_fields,
    page_of,
    typed,
    words_come_back,
)
from tests.ops.house import ROOT


@contextlib.contextmanager
def away():
    """The server is not where it was."""
    options = connection.settings_dict["OPTIONS"]
    there = dict(options)
    connection.close()
    options["host"] = "/nowhere"
    yield
    options.update(there)


@contextlib.contextmanager
def contacts_held():
    """Somebody holds the whole table, and we wait a moment for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    other = psycopg2.connect(**connection.get_connection_params())
    with contextlib.closing(other), other.cursor() as cursor:
        cursor.execute("LOCK TABLE visits_visit IN SHARE ROW EXCLUSIVE MODE")
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["away", "held"])
def test_on_postgresql_the_words_come_back_and_are_sent_once_more(kind):
    if kind == "held":
        words_come_back(contacts_held)
        return
    client, door = at_the_door()
    address = page_of(door)
    fields = typed(client, address)
    with away():
        answer = client.post(address, fields)
        looks = client.get(address)
        program = client.get("/api/v1/contacts/")
        forged = client.post(address, {**fields, "csrfmiddlewaretoken": "x" * 64})

    assert [each.status_code for each in (answer, looks, program, forged)] == [503] * 4
    assert program.json()["code"] == "unavailable"
    assert program["Retry-After"] == "10"
    assert hidden_fields(answer.text)["note"] == NOTE
    # Whoever lures somebody here gets no button of ours that sends it after all.
    assert "<form" not in forged.text and "三楼的灯" not in forged.text
    assert "<form" not in looks.text
    assert client.get(address).status_code == 200  # and nobody had to do anything


def test_on_sqlite_the_words_come_back_and_are_sent_once_more(embedded, tmp_path):
    embedded(tmp_path)
    house = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    house |= {"ZERENTIAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", "tests.ops.contact_while_held"]

    done = subprocess.run(command, cwd=ROOT, env=house, capture_output=True, text=True)

    assert done.stdout == "came back\n", done.stderr
    assert "Traceback" not in done.stderr


def test_secrets_are_not_repeated_and_files_are_asked_for_again(rf):
    photo = SimpleUploadedFile("a.jpg", b"light")
    fields = {"title": "灯坏了", "password": "demo-2026", "photos": photo, "ward": ["1", "2"]}
    request = rf.post("/cases/new/?from=home", fields)
    request._dont_enforce_csrf_checks = True

    page = unavailable.page(request, unavailable.AWAY).text

    assert 'action="/cases/new/?from=home" enctype="multipart/form-data"' in page
    assert [page.count(f'name="ward" value="{n}"') for n in (1, 2)] == [1, 1]
    assert "demo-2026" not in page and "密码和验证码没有留" in page
    assert '<input type="file" id="file_1" name="photos">' in page
    assert "刚才选了 1 个" in page


@pytest.mark.parametrize("size", [str(10**12), "0"])
def test_what_is_too_large_or_cannot_be_read_is_not_read(size, rf):
    request = rf.post("/cases/new/", {"title": "灯坏了"})
    request.META["CONTENT_LENGTH"] = size
    request._read_started = True
    request.META["HTTP_ORIGIN"] = "http://testserver"

    page = unavailable.page(request, unavailable.AWAY)

    assert page.status_code == 503 and "回到那一页再按一次" in page.text


def caused_by(kind=OperationalError, **said):
    error = kind("no")
    error.__cause__ = type("Cause", (Exception,), said)()
    return error


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (caused_by(pgcode="57P01"), True),  # shut down
        (caused_by(pgcode="53300"), True),  # too many connections
        (caused_by(pgcode="55P03"), True),  # lock timeout
        (caused_by(pgcode="57014"), True),  # statement timeout
        (caused_by(pgcode=None), True),  # nobody there
        (caused_by(InterfaceError, pgcode=None), True),  # gone in the middle
        (caused_by(pgcode="54001"), False),  # a statement too complex
        (caused_by(sqlite_errorname="SQLITE_BUSY_SNAPSHOT"), True),
        (caused_by(sqlite_errorname="SQLITE_ERROR"), False),  # no such table
        (ValueError("no"), False),
        (None, False),
    ],
)
def test_what_passes_is_told_from_our_own_mistakes(error, passes):
    assert database_errors.passes(error) is passes
    outer = ValueError("busy")
    outer.__cause__ = error
    assert database_errors.passes(outer) is passes


@pytest.mark.django_db
def test_a_mistake_of_ours_stays_one(rf, monkeypatch):
    def mistake(*args):
        raise caused_by(sqlite_errorname="SQLITE_ERROR")

    monkeypatch.setattr("accounts.views.render", mistake)

    assert Client(raise_request_exception=False).get("/sign-in/").status_code == 500


def test_the_log_tells_it_in_a_line(caplog):
    error = caused_by(pgcode=None)
    with caplog.at_level(logging.ERROR):
        logging.getLogger("django.request").error(
            "%s: %s", "Service Unavailable", "/today/", exc_info=(type(error), error, None)
        )

    assert [record.getMessage() for record in caplog.records] == [
        "Service Unavailable: /today/: no"
    ]
    assert caplog.records[0].exc_info is None
