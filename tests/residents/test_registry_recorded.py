"""Whoever changes an entry of the register is on record with it, or nothing changes."""

import json

import pytest

from foundation.audit import trail
from foundation.models import Record
from residents import registry
from residents.models import Person
from residents.numbers import writing
from tests import builders
from tests.conftest import NOON, TODAY

NEW_NUMBER = builders.make_id_number("19480305", 2)


@pytest.fixture
def chances(wang, lin, east, west):
    """Every way to change an entry, by its name."""
    facts = {"by": lin, "at": NOON}
    there = builders.make_door(west, "202")
    written = {"origin": "office", "reason": "本人来柜台说的"}
    tag = {"source": "社区登记", "purpose": "定期探访", "expires_on": TODAY.replace(year=2027)}
    return {
        "register": lambda: registry.register(name="孙小妹", grid=east, **facts),
        "correct": lambda: registry.correct(person=wang, remarks="耳背", **facts),
        "write_phone": lambda: writing.write_phone(
            person=wang, phone="13900000001", **written, **facts
        ),
        "write_id_number": lambda: writing.write_id_number(
            person=wang, number=NEW_NUMBER, **written, **facts
        ),
        "move": lambda: registry.move(person=wang, to=there, tenure="rent", on=TODAY, **facts),
        "moved_away": lambda: registry.moved_away(person=wang, on=TODAY, **facts),
        "died": lambda: registry.died(person=wang, on=TODAY, **facts),
        "tag": lambda: registry.tag(person=wang, kind="dementia", **tag, **facts),
    }


CHANGES = {
    "register": {"name", "grid"},
    "correct": {"remarks"},
    "write_phone": {"phone", "account_phone"},
    "write_id_number": {"id_number", "birth_on", "sex"},
    "move": {"home", "grid", "tenure"},
    "moved_away": {"status"},
    "died": {"status"},
    "tag": {"care_tag"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_one_record_of_who_and_what(chances, lin, north, name):
    chances[name]()

    row = Record.objects.get()
    said = json.loads(row.body)
    assert (row.scope, row.kind, said["by"]) == (north.code, "changed", str(lin.uid))
    assert set(said["changes"]) == CHANGES[name]


@pytest.mark.parametrize("name", CHANGES)
def test_without_its_record_nothing_changes(chances, monkeypatch, name):
    def broken(**facts):
        raise OSError("no room for the record")

    before = list(Person.objects.order_by("pk").values()), Person.objects.count()
    monkeypatch.setattr(trail, "changed", broken)

    with pytest.raises(OSError, match="no room for the record"):
        chances[name]()

    assert (list(Person.objects.order_by("pk").values()), Person.objects.count()) == before


def test_what_stayed_the_same_is_no_change(wang, lin):
    registry.correct(person=wang, name=wang.name, remarks="耳背", by=lin, at=NOON)
    registry.correct(person=wang, name=wang.name, remarks="耳背", by=lin, at=NOON)

    told = json.loads(Record.objects.get().body)["changes"]
    assert told == {"remarks": ["", trail.digest(wang.uid, "remarks", "耳背")]}
