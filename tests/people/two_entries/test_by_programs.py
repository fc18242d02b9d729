"""Two offices decide about two entries with one number without a browser: the acts of the page."""

import pytest

from residents import registry
from residents.api import meetings as api
from residents.joining import meetings
from residents.models import Meeting, Person
from tests import builders
from tests.api.conftest import Program
from tests.conftest import NOON
from tests.people.two_entries.conftest import WHY, send

SURE = {"password": "demo-2026"}  # everybody's in the tests
ONE = {"verdict": "one", "kept": "second", "taken": ["name"], "why": WHY}


@pytest.fixture
def offices(meeting, wu, qian, clock):
    """North and south: who keeps the register there; and where the meeting is."""
    return Program(wu), Program(qian), f"meetings/{meeting.uid}/"


def test_both_offices_see_propose_agree_and_separate(offices, clock):
    north, south, place = offices
    [line] = north.get("meetings/").json()["items"]
    shown = north.get(place).json()
    assert (line["name"], shown["state"]) == ("张山风", "open")
    assert shown["choices"] == ["name", "remarks"]
    assert [side["ours"] for side in shown["sides"]] == [True, False]
    # Of the other office's entry no name, no number and no remark.
    assert not any(word in str(shown) for word in ("张三丰", "养猫", "139****0001"))

    assert north.post(place + "propose/", ONE).json()["state"] == "proposed"
    seen = south.get(place).json()
    assert seen["may_agree"] and seen["said"]
    joined = south.post(place + "agree/", SURE | {"seen": seen["seen"]})
    assert (joined.status_code, joined.json()["state"]) == (200, "joined")
    assert Person.objects.standing().get(name="张三丰").pk == Meeting.objects.get().second_id
    assert north.get("meetings/").json()["items"] == []
    assert len(north.get("meetings/", state="decided").json()["items"]) == 1

    clock.passes(days=2)
    assert north.post(place + "separate/", SURE).status_code == 204
    assert north.get(place).json()["state"] == "open"


def test_what_cannot_be_done_says_so_with_a_code(offices, monkeypatch):
    north, south, place = offices

    def refused(who, act, facts):
        answer = who.post(place + act, facts)
        return answer.status_code, answer.json()["code"], sorted(answer.json()["fields"])

    for facts, field in [
        (ONE | {"kept": "both"}, "kept"),
        ({"verdict": "one", "why": WHY}, "kept"),
        (ONE | {"why": "张山风本人来过"}, "why"),
        (ONE | {"taken": ["phone"]}, "taken.0"),
    ]:
        assert refused(north, "propose/", facts) == (400, "invalid", [field])
    assert refused(south, "separate/", SURE) == (409, "moved_on", [])
    north.post(place + "propose/", ONE)
    seen = {"seen": north.get(place).json()["seen"]}
    assert refused(north, "propose/", ONE) == (409, "moved_on", [])
    assert refused(north, "agree/", seen | SURE) == (409, "not_the_other_side", [])
    assert refused(south, "agree/", SURE | {"seen": "1"}) == (409, "moved_on", [])
    wrong = seen | {"password": "x"}
    assert refused(south, "agree/", wrong) == (400, "invalid", ["password"])
    assert Meeting.objects.get().state == "proposed"
    # The control: without the question a token alone would have been enough.
    monkeypatch.setattr(api, "_ask_password", lambda request, asked: None)
    assert south.post(place + "agree/", wrong).json()["state"] == "joined"


def test_too_late_after_thirty_days(offices, wu, clock):
    north, south, place = offices
    north.post(place + "propose/", ONE)
    south.post(place + "agree/", SURE | {"seen": south.get(place).json()["seen"]})

    clock.passes(days=31)
    answer = Program(wu).post(place + "separate/", SURE)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")


def test_whoever_wrote_the_number_sends_it_back_and_sees_no_more(meeting, chen, qian, clock):
    writer, other, place = Program(chen), Program(qian), f"meetings/{meeting.uid}/"
    assert writer.get(place).status_code == 404  # decision 22
    other.post(place + "propose/", ONE)

    assert writer.post(place + "decline/").status_code == 204
    assert Meeting.objects.get().state == "open"
    assert writer.get(place).status_code == 404
    # On the pages it ends at the list, not at what is out of sight.
    other.post(place + "propose/", ONE)
    ended = send(chen, meeting, "decline")
    assert ended.status_code == 200 and "退回了" in ended.text


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    lines, far, home, qian, clock, django_assert_num_queries
):
    for order in range(lines):
        number = builders.make_id_number("19600102", 101 + order)
        builders.make_person(builders.make_door(far, f"{order + 2}01"), "张三丰", id_number=number)
        registry.register(name="张山风", home=home, id_number=number, by=None, at=NOON)
    meetings.look(at=NOON)
    south = Program(qian)
    south.get("meetings/")
    clock.passes(seconds=1)

    with django_assert_num_queries(LIST):
        assert len(south.get("meetings/").json()["items"]) == lines


LIST = 4
