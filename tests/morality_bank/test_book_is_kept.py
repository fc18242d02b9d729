"""What the database holds to by itself, whoever goes around the Python."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from morality_bank.models import Account, Deed, Rule, Transfer
from tests import builders
from tests.conftest import NOON


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        # The test's own rows must not stand in the way of TRUNCATE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql, values)


def insert_transfer(debit, credit, **facts):
    row = {
        "key": uuid4(),
        "debit_id": debit.pk,
        "credit_id": credit.pk,
        "amount": 5,
        "phase": "single",
        "reason": "x",
        "source": "x",
        "made_at": timezone.now(),
    } | facts
    marks = ", ".join(["%s"] * len(row))
    columns = ", ".join(row)
    run(f"INSERT INTO morality_bank_transfer ({columns}) VALUES ({marks})", *row.values())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE morality_bank_transfer SET amount = 1",
        "UPDATE morality_bank_transfer SET reason = 'a better one'",
        "DELETE FROM morality_bank_transfer",
        "TRUNCATE morality_bank_transfer CASCADE",
    ],
)
def test_no_sql_changes_or_removes_a_transfer(book, sql):
    with pytest.raises(IntegrityError, match="append-only"):
        run(sql)

    assert Transfer.objects.get().amount == 100


def test_no_queryset_and_no_save_does_either(book):
    transfer = Transfer.objects.get()
    transfer.amount = 1

    for attempt in (transfer.save, transfer.delete, Transfer.objects.all().delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"amount": 0}, "transfer_moves_1_to_10000_points"),
        ({"amount": -5}, "transfer_moves_1_to_10000_points"),
        ({"amount": 10_001}, "transfer_moves_1_to_10000_points"),
        ({"phase": "post"}, "transfer_settles_when_it_posts_or_voids"),
        ({"phase": "void"}, "transfer_settles_when_it_posts_or_voids"),
    ],
)
def test_impossible_transfers_are_refused(book, issuer, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        insert_transfer(issuer, book, **facts)


def test_a_transfer_needs_two_sides(book):
    with pytest.raises(IntegrityError, match="transfer_has_two_different_sides"):
        insert_transfer(book, book)


def test_a_key_is_used_once(book, issuer):
    with pytest.raises(IntegrityError, match="transfer_key_used_once"):
        insert_transfer(issuer, book, key=Transfer.objects.get().key)


def test_a_pending_transfer_is_resolved_once(book, issuer):
    insert_transfer(issuer, book, phase="pending")
    pending = Transfer.objects.get(phase="pending")
    insert_transfer(issuer, book, phase="post", settles_id=pending.pk)

    with pytest.raises(IntegrityError, match="settles"):
        insert_transfer(issuer, book, phase="void", settles_id=pending.pk)


def test_a_transfer_is_reversed_once_and_at_once(book, issuer):
    first = Transfer.objects.get()
    insert_transfer(book, issuer, reverses_id=first.pk)

    with pytest.raises(IntegrityError, match="reverses"):
        insert_transfer(book, issuer, reverses_id=first.pk)
    with pytest.raises(IntegrityError, match="transfer_reverses_at_once"):
        insert_transfer(book, issuer, phase="pending", reverses_id=first.pk)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ("debits_posted = 101", "account_never_spends_more_than_came_in"),
        ("debits_posted = 60, debits_pending = 41", "account_never_spends_more_than_came_in"),
        ("debits_pending = -1", "account_columns_are_never_negative"),
        ("credits_pending = -1", "account_columns_are_never_negative"),
        ("person_id = NULL", "account_of_a_depositor_names_the_person"),
        ("kind = 'issuer'", "account_of_a_depositor_names_the_person"),
    ],
)
def test_an_account_cannot_be_brought_out_of_order(book, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE morality_bank_account SET {columns} WHERE id = %s", book.pk)


def test_one_account_for_a_person_and_one_issuer_for_a_bank(book, bank, wang):
    again = {"bank": bank, "opened_on": builders.LONG_AGO}

    for facts in ({"person": wang}, {"kind": "issuer"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.create(**again, **facts)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ("points = 0", "deed_is_worth_1_to_10000_points"),
        ("state = 'posted'", "deed_decided_by_somebody_some_time"),
        ("why = 'because'", "deed_refused_with_a_reason"),
        ("client_id = (SELECT client_id FROM morality_bank_deed LIMIT 1)", "deed_taken_in_once"),
    ],
)
def test_a_deed_cannot_be_brought_out_of_order(lin, wang, rule, columns, constraint):
    builders.make_deed(lin, wang, rule, at=NOON)
    builders.make_deed(lin, wang, rule, at=NOON)

    with pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE morality_bank_deed SET {columns}")


def test_the_taker_cannot_be_the_one_who_decides(lin, wang, rule):
    deed = builders.make_deed(lin, wang, rule, at=NOON)

    with pytest.raises(IntegrityError, match="deed_decided_by_another_than_the_taker"):
        Deed.objects.filter(pk=deed.pk).update(state="posted", decided_by=lin, decided_at=NOON)


@pytest.mark.parametrize("facts", [{"points": 0}, {"points": 10_001}, {"most_a_month": 0}])
def test_a_rule_is_worth_something(rule, facts):
    with pytest.raises(IntegrityError):
        Rule.objects.update(**facts)
