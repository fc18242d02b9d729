"""`bank_audit` works everything out anew, and finds what somebody planted."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from morality_bank import deeds, proof
from morality_bank.models import Account, Deed
from tests import builders
from tests.conftest import NOON
from tests.morality_bank.test_ledger import hold, reverse, settle


@pytest.fixture
def busy_book(book, issuer, lin, wang, chen, rule):
    """A bit of everything: spent, reserved, voided, reversed, deeds in all states."""
    builders.move(book, issuer, 30)
    settle(hold(book, issuer, 5), "void")
    hold(book, issuer, 6)
    reverse(builders.move(issuer, book, 40))
    deeds.post(deed=builders.make_deed(lin, wang, rule, at=NOON), by=chen, at=NOON)
    refused = builders.make_deed(lin, wang, rule, at=NOON)
    deeds.refuse(deed=refused, why="没有人看见", by=chen, at=NOON)
    builders.make_deed(lin, wang, rule, at=NOON)
    deeds.take_back(deed=builders.make_deed(lin, wang, rule, at=NOON), by=lin, at=NOON)
    return book


def found():
    return [(one.where.split()[0], one.what) for one in proof.differences()]


@contextmanager
def guards_off():
    """As somebody with the database owner's password could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def test_an_honest_book_is_right(busy_book):
    answer = StringIO()

    call_command("bank_audit", stdout=answer)

    assert proof.differences() == []
    assert "2 accounts and 14 transfers in" in answer.getvalue()
    assert "The book is right." in answer.getvalue()


@pytest.mark.parametrize("column", proof.COLUMNS)
def test_a_column_that_is_off_by_one_is_found(busy_book, column):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE morality_bank_account SET {column} = {column} + 1 WHERE id = %s",
            [busy_book.pk],
        )

    kind = column.rpartition("_")[2]
    assert found() == [("account", column), ("bank", f"sum of {kind}")]


def test_a_raised_amount_is_found_although_both_sides_agree(busy_book):
    with guards_off() as cursor:
        cursor.execute("UPDATE morality_bank_transfer SET amount = 31 WHERE amount = 30")

    assert set(found()) == {("account", "debits_posted"), ("account", "credits_posted")}


def test_a_removed_transfer_is_found(busy_book):
    with guards_off() as cursor:
        cursor.execute("DELETE FROM morality_bank_transfer WHERE amount = 30")

    assert ("account", "debits_posted") in found()


def test_a_settlement_of_another_amount_is_found(busy_book):
    with guards_off() as cursor:
        cursor.execute("UPDATE morality_bank_transfer SET amount = 4 WHERE phase = 'void'")

    assert ("transfer", "what it settles") in found()


def test_a_reversal_the_wrong_way_round_is_found(busy_book):
    with guards_off() as cursor:
        cursor.execute(
            "UPDATE morality_bank_transfer SET debit_id = credit_id, credit_id = debit_id"
            " WHERE reverses_id IS NOT NULL"
        )

    assert ("transfer", "what it reverses") in found()


def test_a_second_settlement_and_a_second_reversal_are_found(busy_book):
    """With the unique indexes gone, as after a careless restore."""
    copy = "key, debit_id, credit_id, amount, phase, settles_id, reverses_id, reason, source"
    with guards_off() as cursor:
        drop_unique_indexes(cursor, "settles_id", "reverses_id")
        cursor.execute(
            f"INSERT INTO morality_bank_transfer ({copy}, made_at)"
            f" SELECT gen_random_uuid(), {copy.removeprefix('key, ')}, made_at"
            " FROM morality_bank_transfer WHERE phase = 'void' OR reverses_id IS NOT NULL"
        )

    assert {("transfer", "times settled"), ("transfer", "times reversed")} <= set(found())


@pytest.mark.parametrize("state", Deed.State.values)
def test_a_deed_that_says_something_else_than_its_points_is_found(busy_book, chen, state):
    other = {"pending": "posted", "posted": "refused", "refused": "pending"}
    other = other.get(state, "pending")
    decided = {"decided_by": chen, "decided_at": NOON} if other != "pending" else {}
    nobody = {"decided_by": None, "decided_at": None}
    why = "没有人看见" if other == "refused" else ""
    Deed.objects.filter(state=state).update(**nobody | decided, state=other, why=why)

    assert found() == [("deed", "state")]


def test_a_deed_of_other_points_is_found(busy_book):
    Deed.objects.filter(state="posted").update(points=99)

    assert found() == [("deed", "its transfer")]


def test_points_that_left_their_bank_are_found(busy_book, south):
    other = builders.make_bank(south, "南苑道德银行").accounts.get()
    with guards_off() as cursor:
        cursor.execute(
            "UPDATE morality_bank_transfer SET credit_id = %s WHERE amount = 30", [other.pk]
        )

    assert ("transfer", "bank of both sides") in found()


def test_one_bank_can_be_audited_alone(busy_book, bank, north, south):
    builders.make_bank(south, "南苑道德银行")
    Account.objects.filter(bank=bank, kind="issuer").update(credits_posted=1)

    assert call_command("bank_audit", bank=south.code, stdout=StringIO()) is None
    with pytest.raises(CommandError):
        call_command("bank_audit", bank=north.code, stdout=StringIO())


def test_the_command_prints_a_table_and_ends_with_1(busy_book):
    Account.objects.filter(kind="issuer").update(credits_posted=31)
    answer = StringIO()

    with pytest.raises(CommandError) as end:
        call_command("bank_audit", stdout=answer)

    assert end.value.returncode == 1
    head, row = answer.getvalue().splitlines()[:2]
    assert head.split() == ["where", "what", "should", "be", "found"]
    assert row.split()[2:] == ["credits_posted", "70", "31"]


def test_an_unknown_bank_is_named(db):
    with pytest.raises(CommandError, match="no bank in a community with the code 42"):
        call_command("bank_audit", bank="42")


def test_the_number_of_statements_does_not_grow_with_the_book(
    busy_book, issuer, django_assert_num_queries
):
    for _ in range(3):
        builders.move(issuer, busy_book, 1)
        with django_assert_num_queries(11):
            proof.differences()


def drop_unique_indexes(cursor, *columns):
    cursor.execute(
        "SELECT conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid"
        " AND attnum = conkey[1] WHERE conrelid = 'morality_bank_transfer'::regclass"
        " AND contype = 'u' AND attname = ANY(%s)",
        [list(columns)],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE morality_bank_transfer DROP CONSTRAINT "{name}"')
