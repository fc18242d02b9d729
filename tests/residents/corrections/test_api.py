"""A program proposes what the page does; sent twice it is one, and what is wrong has a code."""

from uuid import uuid4

import pytest

from residents.models import Correction, Person
from tests import builders

pytestmark = pytest.mark.usefixtures("midday")
HERE = "/api/v1/corrections/"


def send(client, **facts):
    body = {"client_id": str(uuid4())} | facts
    return client.post(f"{HERE}propose/", body, content_type="application/json")


def codes(answer):
    fields = answer.json()["fields"]
    return {name: faults[0]["code"] for name, faults in fields.items()}


def test_it_is_proposed_once_and_nothing_is_written(client, wang, lin, home):
    client.force_login(lin)
    phone = {"kind": "phone", "person": str(wang.uid), "phone": "139 0000 0007"}
    phone |= {"note": "本人在门口说的", "client_id": str(uuid4())}

    first, again = send(client, **phone), send(client, **phone)
    other = send(client, **phone | {"phone": "13900000008"})
    door = send(client, kind="no_entry", door=home.pk, wish="stay_out")

    assert [each.status_code for each in (first, again, other, door)] == [201, 200, 409, 201]
    assert first.json() == again.json() and other.json()["code"] == "already_proposed"
    assert first.json()["stands"] == "138****0001" and first.json()["proposed"] == "139****0007"
    assert Person.objects.get(pk=wang.pk).phone == "13800000001"
    assert Correction.objects.count() == 2
    read = client.get(f"{HERE}{first.json()['id']}/").json()
    assert read == first.json() == client.get(HERE).json()["items"][1]


def test_what_is_wrong_is_said_by_field(client, wang, lin, far):
    client.force_login(lin)
    there = {"person": str(wang.uid)}
    stranger = builders.make_person(builders.make_door(far), "吴远")

    answers = [
        send(client, kind="phone", **there, phone="12", note="本人说的换了"),
        send(client, kind="remarks", **there, wish="stay_out"),
        send(client, kind="no_entry", **there),
        send(client, kind="remarks", person=str(stranger.uid), remarks="x"),
        send(client, kind="moved_in", name="赵六"),
        send(client, kind="name", **there, name="王秀兰"),
    ]

    assert [each.status_code for each in answers] == [400] * 5 + [409]
    assert [codes(each) for each in answers[1:5]] == [
        {"wish": "not_of_this_kind"},
        {"kind": "not_here"},
        {"person": "unknown"},
        {"door": "unknown"},
    ]
    assert "phone" in codes(answers[0]) and answers[5].json()["code"] == "nothing_new"
    assert not Correction.objects.exists()
