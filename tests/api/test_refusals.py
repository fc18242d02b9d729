"""Whatever is wrong with a request, the answer is a sentence and a code, never a crash."""

import json

import pytest

from foundation import request_id

CODES = {400, 401, 404, 405, 406, 413, 415}


def shape(answer):
    body = answer.json()
    assert list(body) == ["code", "detail", "fields"]
    assert body["detail"] and "Traceback" not in answer.content.decode()
    return answer.status_code, body["code"]


BAD_QUESTIONS = {
    "people/?nmae=x": (400, "invalid"),
    "people/?tier=x": (400, "invalid"),
    "people/?door=1&door=2": (400, "invalid"),
    "people/?door=99999999999999999999": (400, "invalid"),
    "people/?area=1502%00": (400, "invalid"),
    "people/?area=150299021100001": (400, "invalid"),
    "people/?cursor=x": (400, "invalid"),
    "people/?cursor=%00": (400, "invalid"),
    "contacts/?cursor=WyJwayIsMV0": (400, "invalid"),
    "cases/?due_before=yesterday": (400, "invalid"),
    "me/?x=1": (400, "invalid"),
    "people/not-a-uuid/": (404, "not_found"),
    "doors/99999999999999999999999999999/": (404, "not_found"),
    "areas/1502%00/": (400, "invalid"),
    "nowhere/": (404, "not_found"),
}


def test_a_bad_question(program, lin):
    worker = program(lin)

    assert {
        place: shape(worker.client.get(f"/api/v1/{place}", headers=worker.headers))
        for place in BAD_QUESTIONS
    } == BAD_QUESTIONS


BAD_BODIES = {
    "not json": b"{",
    "a list": b"[]",
    "a number": b"1",
    "a bad character": b'{"client_id": "\xff"}',
    "half a character": b'{"note": "\\ud800", "outcome": "met"}',
    "half a choice": b'{"outcome": "\\ud800"}',
    "the last of all moments": b'{"occurred_at": "9999-12-31T23:59:59-12:00"}',
    "deep": b"[" * 100_000,
    "a huge number": b'{"door": ' + b"9" * 5_000 + b"}",
    "not a number": b'{"door": NaN}',
    "a zero byte": b'{"note": "\\u0000"}',
}


def test_a_bad_body(program, lin):
    worker = program(lin)

    assert {
        name: shape(worker.post("contacts/log/", body))[0] for name, body in BAD_BODIES.items()
    } == dict.fromkeys(BAD_BODIES, 400)


def test_each_wrong_field_is_named(program, lin):
    answer = program(lin).post("contacts/log/", {"outcome": "x", "surprise": 1}).json()
    assert answer["fields"] == {"surprise": [{"code": "unknown_field", "detail": "没有这一项。"}]}

    fields = program(lin).post("contacts/log/", {"outcome": "x"}).json()["fields"]
    assert {name: wrong[0]["code"] for name, wrong in fields.items()} == {
        "client_id": "required",
        "door": "required",
        "outcome": "invalid_choice",
    }


def test_other_kinds_of_wrong(program, lin):
    worker = program(lin)

    assert shape(worker.client.delete("/api/v1/people/", headers=worker.headers)) == (405, "method")
    assert shape(worker.client.options("/api/v1/people/", headers=worker.headers)) == (
        405,
        "method",
    )
    xml = worker.headers | {"Accept": "text/xml"}
    assert shape(worker.client.get("/api/v1/people/", headers=xml)) == (406, "not_acceptable")
    form = worker.post("contacts/log/", "a=1", content_type="application/x-www-form-urlencoded")
    assert shape(form) == (415, "media_type")
    assert shape(worker.post("contacts/log/", json.dumps({"note": "x" * 300_000}))) == (
        413,
        "too_large",
    )


def test_the_language_is_the_one_asked_for(program, lin):
    worker = program(lin)
    english = worker.headers | {"Accept-Language": "en-GB,en;q=0.8"}

    assert (
        worker.client.get("/api/v1/nowhere/", headers=english)
        .json()["detail"]
        .startswith("There is no")
    )
    worker.client.cookies["language"] = "zh-hans"
    assert (
        worker.client.get("/api/v1/nowhere/", headers=english).json()["detail"].startswith("没有")
    )


def test_missing_and_forbidden_are_one_answer(program, zhou, wang):
    neighbour = program(zhou)
    forbidden = neighbour.get(f"people/{wang.uid}/")
    missing = neighbour.get("people/00000000-0000-4000-8000-000000000000/")

    assert forbidden.content == missing.content
    named = request_id.HEADER  # each answer has a name of its own
    assert {**forbidden.headers, named: ""} == {**missing.headers, named: ""}


def test_what_breaks_says_so_and_nothing_else(program, lin, monkeypatch):
    monkeypatch.setattr("residents.api.people.keyset.page", lambda *args, **more: 1 / 0)
    worker = program(lin)
    worker.client.raise_request_exception = False

    answer = worker.get("people/")
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert answer.json()["request_id"] == answer[request_id.HEADER]
    assert "Zero" not in answer.content.decode()


def test_the_301st_question_of_a_minute_waits(program, lin, settings, clock):
    settings.API_A_MINUTE = {"user": 3, "address": 2}
    worker = program(lin)

    assert [worker.get("me/").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = worker.get("me/")
    assert shape(refused) == (429, "too_often")
    assert 1 <= int(refused["Retry-After"]) <= 60
    clock.passes(minutes=1)
    assert worker.get("me/").status_code == 200


def test_strangers_and_wrong_tokens_count_for_their_address(stranger, program, lin, settings):
    settings.API_A_MINUTE = {"user": 300, "address": 2}
    stranger.text = "zrt_x"

    assert [stranger.get("me/").status_code for _ in range(3)] == [401, 401, 429]
    assert program(lin).get("me/").status_code == 200


WRONG_TYPES = [
    {"client_id": 0},
    {"client_id": "a" * 32},
    {"door": "1"},
    {"door": 1.5},
    {"door": True},
    {"note": 1},
    {"people": "x"},
    {"people": [0]},
    {"outcome": 1},
    {"next_on": 20270101},
]


def test_a_number_is_no_text_in_a_body(program, lin):
    worker = program(lin)
    said = {
        str(facts): worker.post("contacts/log/", facts).json()["fields"] for facts in WRONG_TYPES
    }

    assert {
        sent: [wrong[0]["code"] for wrong in fields.values()] for sent, fields in said.items()
    } == {str(facts): ["wrong_type"] for facts in WRONG_TYPES}


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "1e9"])
def test_a_moment_beyond_the_calendar_is_refused(program, lin, when):
    for name in ("received_after", "occurred_before"):
        assert shape(program(lin).get("contacts/", **{name: when})) == (400, "invalid")
