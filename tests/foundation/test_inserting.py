"""Rows inserted column by column are the rows Django would have made, and are known without reading."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from foundation.batches.inserting import insert
from foundation.models import Record
from residents.models import Person, Roster, WrittenNumber

NAMES = ["uid", "name", "sex", "birth_on", "home_id", "grid_id", "status", "version"]


def plain(rows, names):
    return {name: [getattr(row, name) for row in rows] for name in names}


def read(model, names, rows):
    return plain(model.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"), names)


def test_what_was_inserted_is_what_is_read(home, lin):
    """Choices are texts, moments are of UTC, keys are known of rows that were made later."""
    here = {"grid": home.grid, "community": home.community, "township": home.township}
    people = [
        Person(name="王秀兰", home=home, sex=Person.Sex.FEMALE, birth_on=date(1950, 1, 2), **here),
        Person(name="'\\x{a,b}\n", **here),
        Person(name="李建国", status=Person.Status.MOVED, **here),
    ]
    moment = datetime(2026, 3, 10, 12, 30, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    column = WrittenNumber.Column.PHONE
    notes = [WrittenNumber(person=each, column=column, written_at=moment) for each in people[:1]]
    notes += [
        WrittenNumber(person=each, column="id_number", written_by=lin, written_at=moment)
        for each in people
    ]

    known = [insert(people, size=2), insert(notes)]

    for model, rows, columns in zip((Person, WrittenNumber), (people, notes), known, strict=True):
        names = [name for name in columns if name != "registered_at"]
        assert repr({name: columns[name] for name in names}) == repr(read(model, names, rows))
        assert not any(row._state.adding for row in rows)
    assert known[0].keys() >= set(NAMES)
    assert insert([]) == {}
    with pytest.raises(ValueError, match="key"):
        insert(notes)


def test_what_only_the_database_knows_is_left_to_django(north, chen, east):
    """JSON may be read otherwise than it was written; an expression is refused, not made a text."""
    roster = Roster(community=north, findings={"people": (1,)}, uploaded_by=chen)
    roster.uploaded_at = datetime(2026, 3, 10, tzinfo=ZoneInfo("UTC"))

    assert "findings" not in insert([roster])

    assert Roster.objects.get().findings == {"people": [1]}
    with pytest.raises(TypeError):
        insert([Record(scope=F("mac"), number=1, at=roster.uploaded_at)])
