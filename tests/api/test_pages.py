"""Lists come in pages of fifty, and a page costs the same wherever it lies."""

import base64
import json

import pytest

from foundation.api import keyset
from residents.models import Person
from tests import builders
from tests.conftest import NOON


@pytest.fixture
def crowd(home):
    return [builders.make_person(home, f"赵{number}") for number in range(7)]


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(keyset.page, "__kwdefaults__", keyset.page.__kwdefaults__ | {"size": 3})


def walk(worker, place, **query):
    seen, cursor = [], {}
    while cursor is not None:
        body = worker.get(place, **query, **cursor).json()
        seen.append([row.get("uid") or row.get("id") for row in body["items"]])
        cursor = {"cursor": body["next"]} if body["next"] else None
    return seen


def test_every_row_once_in_pages(program, lin, crowd, small_pages):
    pages = walk(program(lin), "people/")

    assert [len(page) for page in pages] == [3, 3, 1]
    assert sum(pages, []) == [str(person.uid) for person in crowd]


def test_rows_that_come_and_go_meanwhile_shift_nothing(program, lin, home, crowd, small_pages):
    worker = program(lin)
    first = worker.get("people/").json()
    crowd[1].delete()
    newcomer = builders.make_person(home, "钱新")
    second = worker.get("people/", cursor=first["next"]).json()

    assert [row["uid"] for row in second["items"]] == [str(p.uid) for p in crowd[3:6]]
    assert str(newcomer.uid) in sum(walk(worker, "people/"), [])


def test_the_same_moment_is_told_apart_by_key(program, lin, home, small_pages):
    visits = [builders.log_contact(lin, home, at=NOON) for _ in range(7)]

    assert sum(walk(program(lin), "contacts/"), []) == [str(v.client_id) for v in visits[::-1]]


def test_the_last_page_has_no_next_even_when_full(program, lin, home, small_pages):
    for number in range(3):
        builders.make_person(home, f"赵{number}")

    assert program(lin).get("people/").json()["next"] is None


def cursor_of(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


NO_CURSORS = [
    "x",
    "====",
    "é",
    cursor_of("pk"),
    cursor_of("pk", "1"),
    cursor_of("-pk", 1),
    cursor_of("pk", None),
    cursor_of("pk", True),
    cursor_of("pk", [1]),
    cursor_of("pk", 1, 2),
    cursor_of("pk", 1.5),
    cursor_of({}, 1),
    "W" * 400,
    cursor_of("pk", "\0"),
]


def test_what_is_no_cursor_is_said_to_be_none(program, lin, crowd):
    reader = program(lin)
    answers = {cursor: reader.get("people/", cursor=cursor) for cursor in NO_CURSORS}

    assert {answer.status_code for answer in answers.values()} == {400}
    said = {
        cursor: answer.json()["fields"]["cursor"][0]["code"] for cursor, answer in answers.items()
    }
    assert said == dict.fromkeys(NO_CURSORS, "bad_cursor")


def test_a_cursor_far_beyond_the_end_is_an_empty_page(program, lin, crowd):
    for number in (10**30, 2**63):
        answer = program(lin).get("people/", cursor=cursor_of("pk", number)).json()
        assert answer == {"items": [], "next": None}


@pytest.mark.parametrize("moment", ["2026-03-10", "0001-01-01T00:00:00+23:00", "\ud800", "noon"])
def test_a_moment_that_is_none_is_no_cursor(program, lin, home, moment):
    builders.log_contact(lin, home, at=NOON)
    cursor = cursor_of("-occurred_at,-pk", moment, 1)

    assert program(lin).get("contacts/", cursor=cursor).status_code in (200, 400)


def test_a_cursor_names_nobody(program, lin, crowd, small_pages):
    cursor = program(lin).get("people/").json()["next"]
    text = base64.urlsafe_b64decode(cursor + "==").decode()

    assert json.loads(text) == ["pk", Person.objects.order_by("pk")[2].pk]


def test_filters_narrow_and_never_widen(program, lin, chen, east, west, home, crowd):
    builders.tag(crowd[0])
    far = builders.make_person(builders.make_door(west, "301"), "孙远")
    desk, worker = program(chen), program(lin)

    def names(who, **query):
        return [row["name"] for row in who.get("people/", **query).json()["items"]]

    assert names(desk, area=west.code) == [far.name]
    assert len(names(desk, area=east.parent.code)) == 8
    assert worker.get("people/", area=west.code).status_code == 400
    assert names(worker, due_by="2099-01-01") == [crowd[0].name]
    assert names(worker, door=home.pk, tier="high") == [crowd[0].name]
    assert names(worker, status="moved") == []


def test_a_control_character_is_said_of_the_parameter_it_stands_in(program, lin):
    """Of every list, a cursor too; nothing is looked up by it."""
    reader = program(lin)
    for place in ("areas/", "people/", "cases/", "contacts/", "corrections/"):
        answer = reader.get(place, cursor="WyJw\x0b")
        assert answer.status_code == 400
        assert answer.json()["fields"]["cursor"][0]["code"] == "bad_cursor", place
    odd = reader.get("areas/", level="gr\x01id").json()
    assert odd["fields"]["level"][0]["code"] == "control"
