"""The name of a request: in its answer, on the page of what broke, in the log, and in work it began."""

import json
import logging
import re

import pytest
from django.urls import reverse

from config import logs, views
from config.logs import BriefJson, Discreet, Json
from foundation import request_id, tasks
from residents.models import Roster
from tests.ops.traces import Trail
from tests.residents.conftest import upload
from tests.residents.sheets import row

NAME = re.compile(r"[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}")


@pytest.fixture
def broken(client, lin, monkeypatch):
    """`broken(url)`: the answer of a page that breaks, whatever it is."""

    def breaks(*args, **kwargs):
        raise ZeroDivisionError("nothing about anybody")

    monkeypatch.setattr("visits.due.way_of", breaks)
    monkeypatch.setattr("foundation.api.operations._clean", breaks)
    client.force_login(lin)
    client.raise_request_exception = False
    return lambda url, **options: client.get(url, **options)


def lines_of(folder, formatter, ask):
    with Trail(folder, formatter) as trail:
        answer = ask()
        trail.handler.flush()
    return answer, trail.log_file.read_text().splitlines()


def test_whoever_meets_the_broken_page_can_name_the_line_of_the_log(broken, tmp_path):
    answer, lines = lines_of(tmp_path, Json, lambda: broken("/today/"))
    name = answer["X-Request-ID"]
    (line,) = [each for each in map(json.loads, lines) if "error" in each]

    assert answer.status_code == 500 and NAME.fullmatch(name)
    assert f"<strong>{name}</strong>" in answer.text
    assert line["request"] == name and "ZeroDivisionError" in line["error"]
    assert (line["level"], line["logger"]) == ("ERROR", "django.request")


def test_a_program_reads_it_in_the_body_too(broken):
    answer = broken(reverse("api:areas"))

    assert answer.status_code == 500
    assert answer.json()["code"] == "broken"
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_even_the_last_words_name_it(rf, monkeypatch):
    monkeypatch.setattr("config.views.render_to_string", None)
    with request_id.begun("abcd-2345"):
        assert "abcd-2345" in views.broken(rf.get("/")).text


def test_no_two_have_one_and_nobody_brings_their_own(client, db):
    forged = {"x-request-id": "mine", "x-correlation-id": "mine"}
    names = [client.get("/sign-in/", headers=forged)["X-Request-ID"] for _ in range(3)]

    assert len(set(names)) == 3 and all(map(NAME.fullmatch, names))
    assert request_id.current() == ""


def test_a_line_written_after_the_answer_still_carries_it(client, db, tmp_path):
    answer, lines = lines_of(
        tmp_path, lambda _: Discreet(logs.LINE), lambda: client.get("/nowhere/")
    )

    assert any(f"[{answer['X-Request-ID']}] Not Found: /nowhere/" in line for line in lines)


def test_the_access_log_names_pages_and_nothing_else(client, lin, home, tmp_path):
    """Neither whose door, nor who asked, nor what was asked for."""
    client.force_login(lin)
    door = reverse("visits:door", args=[home.pk])
    answer, lines = lines_of(tmp_path, Json, lambda: client.get(f"{door}?q=王秀兰"))
    (line,) = [each for each in map(json.loads, lines) if each["logger"] == "zerentian.access"]

    assert line.pop("at") and line.pop("ms") >= 0 and line.pop("bytes") == len(answer.content)
    assert line.pop("message").startswith("GET visits:door 200 ")
    assert line == {
        "level": "INFO",
        "logger": "zerentian.access",
        "request": answer["X-Request-ID"],
        "method": "GET",
        "page": "visits:door",
        "status": 200,
    }


def test_what_a_request_began_is_logged_under_its_name(north, chen, tmp_path, monkeypatch):
    """The worker comes later, in a process of its own; the row brings the name along."""

    def breaks(row, **rest):
        raise ZeroDivisionError

    with request_id.begun() as begun:
        roster = upload(north, row(), by=chen)
    assert Roster.objects.get(pk=roster.pk).request_id == begun
    monkeypatch.setattr("foundation.work.queue.work_on", breaks)

    _, lines = lines_of(tmp_path, Json, tasks.work_on_what_waits)

    failed = [each for each in map(json.loads, lines) if "failed" in each["message"]]
    assert [each["request"] for each in failed] == [begun]


def test_a_later_step_carries_the_name_of_whoever_wanted_it(north, chen):
    roster = upload(north, row(), by=chen)
    with request_id.begun() as begun:
        roster.move_on("to_check", state="to_take_in")
    with request_id.begun():
        roster.move_on("to_take_in", state="taken_in")

    assert Roster.objects.get(pk=roster.pk).request_id == begun


def test_a_log_for_programs_is_one_object_a_line_and_as_discreet():
    try:
        raise ValueError("13800000001\nsecond line")
    except ValueError as error:
        about = (type(error), error, error.__traceback__)
    record = logging.LogRecord("a", 40, "", 0, "call 13800000001\x1b[2J\nnow", (), about)
    whole, brief = (json.loads(form().format(record)) for form in (Json, BriefJson))

    assert whole["message"] == "call ***�[2J\nnow" and "13800000001" not in whole["error"]
    assert "second line" in whole["error"]
    assert brief["message"] == "call ***�[2J" and "error" not in brief
    assert "\n" not in Json().format(record)


def test_the_supervisor_speaks_the_same_way(monkeypatch):
    assert re.fullmatch(r"\d\d:\d\d:\d\d open", logs.said("open"))
    monkeypatch.setattr("config.logs.FORM", "json")
    assert json.loads(logs.said("open"))["message"] == "open"
