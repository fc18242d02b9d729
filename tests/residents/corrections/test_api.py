"""A program proposes what the page does; sent twice it is one, and what is wrong has a code."""

from uuid import uuid4

import pytest
from django.utils import timezone

from residents.corrections import workflow
from residents.models import Correction, Household, Person
from tests import builders
from tests.residents.corrections.said import WHY, say

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


def answer(client, user, said, what, **facts):
    client.force_login(user)
    there = f"{HERE}{said['id']}/{what}/"
    return client.post(there, facts, content_type="application/json")


def test_it_is_accepted_with_what_the_page_asks_and_by_nobody_else(
    client, wang, li, lin, chen, home
):
    client.force_login(lin)
    facts = {"person": str(wang.uid), "kind": "phone", "phone": "13900000007"}
    phone = send(client, note="本人在门口说的", **facts).json()
    name = send(client, kind="name", person=str(li.uid), name="李建军", note=WHY).json()

    mine = answer(client, lin, name, "accept", seen="x")
    client.force_login(chen)
    asked = {
        each["id"]: client.get(f"{HERE}{each['id']}/questions/").json() for each in (phone, name)
    }
    seen = {"seen": asked[phone["id"]]["seen"]}
    refused = [
        mine,
        answer(client, chen, phone, "accept", seen="another"),
        answer(client, chen, phone, "accept", head=str(li.uid), **seen),
        answer(client, chen, phone, "accept", password="wrong", **seen),
        answer(client, chen, phone, "decline", answer="他的号码是13900000009"),
    ]

    assert [each.status_code for each in refused] == [404, 400, 400, 400, 400]
    assert [codes(each) for each in refused[1:4]] == [
        {"password": "required"},
        {"head": "not_of_this_kind"},
        {"password": "wrong"},
    ]
    assert (asked[phone["id"]]["password"], asked[name["id"]]["password"]) == (True, False)
    done = answer(client, chen, phone, "accept", password="demo-2026", **seen)
    late = answer(client, chen, phone, "accept", password="demo-2026", **seen)
    moved = answer(client, chen, name, "accept", seen="another")
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert [late.json()["code"], moved.json()["code"]] == ["moved_on", "moved_on"]
    assert Person.objects.get(pk=wang.pk).phone == "13900000007"
    no = answer(client, chen, name, "decline", answer="户口本上不是")
    assert (no.json()["state"], no.json()["answer"]) == ("declined", "户口本上不是")


def test_who_heads_the_family_and_who_is_meant_is_asked_by_program_too(
    client, wang, li, lin, chen, home
):
    household = Household.objects.create(dwelling=home, **home.grid.columns())
    for person, relation in ((wang, "head"), (li, "spouse")):
        person.household, person.relation = household, relation
        person.save()
    client.force_login(lin)
    day = timezone.localdate().isoformat()
    died = send(client, kind="died", person=str(wang.uid), on=day, note="家里人说的").json()
    facts = {"name": li.name, "tenure": "rent", "on": day, "note": WHY}
    came = send(client, kind="moved_in", door=home.pk, **facts).json()
    client.force_login(chen)
    asked = client.get(f"{HERE}{died['id']}/questions/").json()
    assert [each["person"] for each in asked["family"]] == [str(li.uid)]
    heads = {"seen": asked["seen"], "head": str(li.uid), "password": "demo-2026"}
    relations = [{"person": str(li.uid), "relation": "spouse"}]
    done = answer(client, chen, died, "accept", relations=relations, **heads)
    assert done.status_code == 200, done.json()
    li.refresh_from_db()
    assert li.relation == "head"

    asked = client.get(f"{HERE}{came['id']}/questions/").json()
    assert [each["person"] for each in asked["alike"]] == [str(li.uid)]
    seen = {"seen": asked["seen"]}
    assert codes(answer(client, chen, came, "accept", **seen)) == {"same_as": "required"}
    lives_there = answer(client, chen, came, "accept", same_as=str(li.uid), **seen)
    assert lives_there.json()["code"] == "nothing_new"


def test_it_is_taken_back_once_by_whoever_said_it(client, wang, lin, zhou):
    client.force_login(lin)
    said = send(client, kind="remarks", person=str(wang.uid), remarks="有狗", note=WHY).json()
    answers = [answer(client, user, said, "withdraw") for user in (zhou, lin, lin)]
    assert [each.status_code for each in answers] == [404, 200, 409]
    assert answers[1].json()["state"] == "withdrawn" and answers[2].json()["code"] == "moved_on"


def test_there_is_an_end_to_what_one_person_proposes_in_a_day(client, wang, lin, monkeypatch):
    monkeypatch.setattr(workflow, "A_DAY", 1)
    client.force_login(lin)
    facts = {"kind": "remarks", "person": str(wang.uid), "note": WHY}
    first = {"client_id": str(uuid4()), "remarks": "有狗"}
    answers = [send(client, **facts, **first), send(client, **facts, **first)]
    answers.append(send(client, **facts, remarks="有猫"))
    assert [each.status_code for each in answers] == [201, 200, 429]
    assert answers[2].json()["code"] == "too_often"
    page = say(client, lin, wang, "remarks", remarks="有鱼")
    assert page.status_code == 429 and "您今天提的更正已经有 1 条" in page.text
    assert Correction.objects.count() == 1
