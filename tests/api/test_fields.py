"""Which fields each role may ever read: this table, the document and the real answers agree."""

import jsonschema
import pytest

from foundation.api.docs import document
from tests import builders
from tests.conftest import NOON

LINE = {"uid", "name", "status", "area", "address", "has_id_number", "has_phone", "last_contact_on"}
CARE = {"tier", "next_due_on"}
CASE = {
    "uid",
    "number",
    "title",
    "category",
    "priority",
    "status",
    "confidential",
    "area",
    "reported_at",
    "due_at",
    "closed_at",
    "handler",
    "version",
}
WHOLE = CASE | {"words", "place", "channel", "door", "address", "answer", "steps", "actions"}
DOOR = {
    "id",
    "address",
    "building",
    "stairwell",
    "floor",
    "door",
    "area",
    "no_entry_since",
    "last_contact_at",
    "last_attempt_at",
}
CONTACT = {
    "id",
    "door",
    "area",
    "people",
    "channel",
    "outcome",
    "occurred_at",
    "received_at",
    "by",
    "companions",
    "needs",
    "note",
    "note_for",
    "next_on",
    "state",
    "corrects",
}
PERSON = LINE | CARE | {"phone", "care"}

# What each role reads; None: nothing at all. A campaign helper sees doors only.
TABLE = {
    "doors/": {"helper": DOOR, "lin": DOOR, "chen": DOOR, "bai": DOOR, "wang": None},
    "people/": {
        "helper": None,
        "lin": LINE | CARE | {"door"},
        "chen": LINE | CARE,
        "bai": LINE | CARE,
        "wang": None,
    },
    "people/{person}/": {
        "helper": None,
        "lin": PERSON | {"door"},
        "chen": PERSON,
        "bai": PERSON,
        "wang": None,
    },
    "contacts/": {"helper": None, "lin": CONTACT, "chen": CONTACT, "bai": CONTACT, "wang": None},
    "cases/": {"helper": None, "lin": CASE, "chen": CASE, "bai": CASE, "wang": None},
    "cases/{case}/": {
        "helper": None,
        "lin": WHOLE,
        "chen": WHOLE | {"reporter"},
        "bai": WHOLE | {"reporter"},
        "wang": None,
    },
    "my/": {
        "helper": None,
        "lin": None,
        "chen": None,
        "bai": None,
        "wang": {"uid", "name", "address", "phone", "has_id_number"},
    },
}
SECRETS = [builders.make_id_number(), "16400001234", "19500102", "1950-01-02"]


@pytest.fixture
def reads(program, east, lin, chen, bai, home):
    wang = builders.make_resident(home, "王秀兰", phone=SECRETS[1], id_number=SECRETS[0])
    builders.tag(wang)
    builders.log_contact(lin, home, [wang], at=NOON)
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    helper = builders.make_staff("helper", "何帮", east, "campaign_helper")
    users = {"helper": helper, "lin": lin, "chen": chen, "bai": bai}
    programs = {name: program(user) for name, user in users.items()}
    programs["wang"] = program(wang.user, by="code")

    def reads(role, place):
        return programs[role].get(place.format(person=wang.uid, case=case.uid))

    return reads


def test_each_role_reads_its_fields_and_no_other(reads):
    for place, role in [(place, role) for place, roles in TABLE.items() for role in roles]:
        fields = TABLE[place][role]
        answer = reads(role, place)
        body, text = answer.json(), answer.content.decode()
        assert [secret for secret in SECRETS if secret in text] == [], (place, role)
        if fields is None:
            assert (answer.status_code, body["code"]) == (404, "not_found"), (place, role)
            continue
        rows = body.get("items", [body])
        assert rows and [set(row) for row in rows] == [fields] * len(rows), (place, role)
        jsonschema.validate(body, schema_of(place))


def schema_of(place):
    """What the document says of the answer of this address."""
    path = "/api/v1/" + place.replace("{person}", "{uid}").replace("{case}", "{uid}")
    said = document("zh-hans")["paths"][path]["get"]["responses"]["200"]
    schema = said["content"]["application/json"]["schema"]
    return {"components": document("zh-hans")["components"], **schema}


def test_the_masked_phone_is_the_mask_of_the_pages(reads):
    assert reads("lin", "people/{person}/").json()["phone"] == "164****1234"
    assert reads("wang", "my/").json()["phone"] == "164****1234"


def test_a_door_is_told_to_whoever_walks_there_and_a_building_to_the_desk(reads):
    assert reads("lin", "people/{person}/").json()["address"].endswith("501")
    assert reads("chen", "people/{person}/").json()["address"].endswith("号楼")
    assert reads("lin", "people/").json()["items"][0]["address"].endswith("号楼")
