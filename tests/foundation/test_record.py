"""What is written down about looks, changes and exports, and that it stays."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from foundation.audit import trail
from foundation.audit.verify import Check
from foundation.models import Record, RecordHead
from tests.conftest import NOON

NORTH, SOUTH = "150299020100", "150299020101"


def look(person, by, *, scope=NORTH, why="核对补贴名单"):
    return trail.looked(
        scope=scope, about=person.uid, column="phone", why=why, role="grid_worker", by=by, at=NOON
    )


def findings(*outside):
    return [(found.scope, found.number) for found in Check(outside).findings]


def test_each_chain_counts_for_itself(wang, lin):
    for scope in (NORTH, SOUTH, NORTH, NORTH):
        look(wang, lin, scope=scope)

    assert list(Record.objects.order_by("pk").values_list("scope", "number")) == [
        (NORTH, 1),
        (SOUTH, 1),
        (NORTH, 2),
        (NORTH, 3),
    ]
    assert findings() == []


def test_a_look_says_who_what_whose_and_why(wang, lin):
    assert json.loads(look(wang, lin).body) == {
        "kind": "looked",
        "about": str(wang.uid),
        "by": str(lin.uid),
        "at": "2026-03-10T04:00:00+00:00",
        "field": "phone",
        "why": "核对补贴名单",
        "role": "grid_worker",
    }


def test_a_change_tells_that_it_happened_and_no_value(wang, lin):
    changes = {"phone": ("13800000001", "13900000009"), "remarks": ("", "搬了")}

    row = trail.changed(scope=NORTH, about=wang.uid, changes=changes, by=lin, at=NOON)

    told = json.loads(row.body)["changes"]
    assert told["phone"][1] == trail.digest(wang.uid, "phone", "13900000009")
    assert told["remarks"][0] == ""
    assert not any(word in row.body for word in ("13800000001", "13900000009", "搬了", "王秀兰"))


def test_many_changes_of_one_community_note_the_end_once(wang, li, lin, django_assert_num_queries):
    look(wang, lin)
    people = [(person.uid, {"remarks": ("", n)}) for n in range(3) for person in (wang, li)]

    with django_assert_num_queries(3):
        rows = trail.changed_many(scope=NORTH, people=people, by=lin, at=NOON)

    assert [row.number for row in rows] == [2, 3, 4, 5, 6, 7]
    assert trail.changed_many(scope=NORTH, people=[], by=lin, at=NOON) == []
    assert findings() == []


def test_one_number_of_two_people_looks_different_in_the_record(wang, li):
    assert trail.digest(wang.uid, "phone", "1") != trail.digest(li.uid, "phone", "1")


def test_an_export_says_what_and_how_much(chen):
    words = {"what": "people?tier=high", "rows": 120, "why": "月度汇总"}

    row = trail.exported(scope=NORTH, **words, by=chen, at=NOON)

    assert row.about is None
    assert json.loads(row.body).items() >= words.items()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_record SET body = 'x'",
        "DELETE FROM accounts_record",
        "TRUNCATE accounts_record",
    ],
)
def test_no_sql_changes_or_removes_a_row(wang, lin, sql):
    look(wang, lin)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.django_db(transaction=True)
def test_there_is_no_record_outside_the_transaction_of_the_deed(wang, lin):
    with pytest.raises(trail.OutsideTransaction):
        look(wang, lin)

    assert not Record.objects.exists()


def test_what_is_undone_leaves_no_gap(wang, lin):
    look(wang, lin)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        look(wang, lin)
        raise ZeroDivisionError
    look(wang, lin)

    assert list(Record.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert findings() == []


def test_the_record_outlives_the_person(wang, lin, li):
    look(wang, lin)
    look(li, lin)
    wang.delete()

    assert findings() == []
    assert "王秀兰" not in "".join(Record.objects.values_list("body", flat=True))


def verify(**options):
    out = StringIO()
    call_command("verify_record", stdout=out, **options)
    return out.getvalue()


def as_owner(sql):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_the_command_says_that_all_is_well(wang, lin):
    look(wang, lin)

    assert verify().startswith("The record is whole: 1 rows in 1 chains")


def test_the_command_ends_badly_and_names_the_row(wang, lin, capsys):
    look(wang, lin)
    as_owner("UPDATE accounts_record SET body = '{}'")

    with pytest.raises(CommandError, match="1 findings") as ended:
        call_command("verify_record")

    assert ended.value.returncode == 1
    assert f"{NORTH}             1  does not fit" in capsys.readouterr().out


def test_a_cut_tail_is_found_against_the_ends_written_outside(wang, lin, tmp_path):
    heads = tmp_path / "heads"
    look(wang, lin)
    kept = RecordHead.objects.values("number", "mac", "seal").get()
    look(wang, lin)
    verify(write_heads=heads)

    as_owner("DELETE FROM accounts_record WHERE number = 2")
    RecordHead.objects.update(**kept)

    assert "Whether a tail was cut off" in verify()
    with pytest.raises(CommandError, match="1 findings"):
        verify(heads=heads)


def test_ends_are_not_written_over_by_those_of_a_broken_record(wang, lin, tmp_path):
    heads = tmp_path / "heads"
    look(wang, lin)
    verify(write_heads=heads)
    before = heads.read_text()
    as_owner("DELETE FROM accounts_record")
    as_owner("DELETE FROM accounts_recordhead")

    with pytest.raises(CommandError):
        verify(write_heads=heads)
    assert heads.read_text() == before


def test_a_record_that_went_on_is_whole_against_older_ends(wang, lin, tmp_path):
    heads = tmp_path / "heads"
    look(wang, lin)
    verify(write_heads=heads)
    look(wang, lin)
    look(wang, lin, scope=SOUTH)

    assert "3 rows in 2 chains" in verify(heads=heads, write_heads=heads)
    assert len(heads.read_text().splitlines()) == 1 + 2


@pytest.mark.parametrize(
    "words", ["", "{}", "[1]", "nothing\n", '{"chains": 1}', '{"chains": 0}\n{}']
)
def test_a_file_that_holds_no_ends_is_not_believed(db, tmp_path, words):
    heads = tmp_path / "heads"
    heads.write_text(words)

    with pytest.raises(CommandError, match="does not hold the ends of all chains"):
        verify(heads=heads)
