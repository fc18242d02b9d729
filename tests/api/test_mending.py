"""Programs take a contact back and tell it anew, as the pages do."""

from uuid import uuid4

from tests import builders
from visits.models import Visit


def logged(program, home, **more):
    said = {"client_id": str(uuid4()), "door": home.pk, "outcome": "met"} | more
    return said["client_id"], program.post("contacts/log/", said)


def test_a_contact_is_taken_back_and_told_anew(program, lin, zhou, home, wang, clock):
    builders.tag(wang)
    worker = program(lin)
    first, _answer = logged(worker, home, people=[str(wang.uid)])
    anew = {"client_id": str(uuid4()), "outcome": "nobody"}
    place = f"contacts/{first}/"

    assert program(zhou).post(f"{place}withdraw/").status_code == 404
    told = [worker.post(f"{place}correct/", anew)]
    clock.passes(seconds=9)
    told.append(worker.post(f"{place}correct/", anew))
    assert [each.status_code for each in told] == [201, 200]
    assert told[0].json()["corrects"] == first
    assert worker.get(place).json()["state"] == "corrected"
    assert [each["id"] for each in worker.get("contacts/").json()["items"]] == [anew["client_id"]]
    stale = worker.post(f"{place}withdraw/")
    assert (stale.status_code, stale.json()["code"]) == (409, "mended_before")

    gone = [worker.post(f"contacts/{anew['client_id']}/withdraw/") for _ in range(2)]
    assert [(each.status_code, each.json()["state"]) for each in gone] == [(200, "withdrawn")] * 2
    assert not Visit.objects.standing().exists()
    wang.refresh_from_db()
    assert wang.last_contact_on is None


def test_what_must_not_be_guessed_is_refused_by_name(program, lin, home, wang):
    worker = program(lin)
    _id, empty = logged(worker, home, outcome="vacant")
    _id, moved = logged(worker, home, outcome="moved")

    assert (empty.status_code, empty.json()["code"]) == (409, "contradicts_door")
    assert (moved.status_code, list(moved.json()["fields"])) == (400, ["people"])
    assert logged(worker, home, outcome="vacant", sure=True)[1].status_code == 201
    assert logged(worker, home, outcome="moved", people=[str(wang.uid)])[1].status_code == 201
