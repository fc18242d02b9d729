"""Points move once, whole, and never below zero."""

from uuid import uuid4

import pytest

from morality_bank import ledger
from morality_bank.models import Account, Transfer
from tests import builders
from tests.conftest import NOON


def hold(debit, credit, amount, key=None):
    words = {"reason": "换一桶油", "source": "test"}
    return ledger.hold(
        key=key or uuid4(), debit=debit, credit=credit, amount=amount, by=None, at=NOON, **words
    )


def settle(pending, phase, key=None):
    return ledger.settle(key=key or uuid4(), pending=pending, phase=phase, by=None, at=NOON)


def reverse(transfer, key=None):
    return ledger.reverse(key=key or uuid4(), transfer=transfer, reason="记错了", by=None, at=NOON)


def columns(account):
    account.refresh_from_db()
    return (account.balance, account.available, account.coming)


def test_points_leave_one_account_and_arrive_in_the_other(book, issuer):
    builders.move(book, issuer, 30)

    assert columns(book) == (70, 70, 0)
    assert columns(issuer)[0] == -70


def test_what_is_not_there_cannot_be_spent_and_nothing_is_kept(book, issuer):
    before = Transfer.objects.count()

    with pytest.raises(ledger.NotEnoughPoints) as refusal:
        builders.move(book, issuer, 101)

    assert (refusal.value.available, refusal.value.asked) == (100, 101)
    assert columns(book) == (100, 100, 0)
    assert Transfer.objects.count() == before


def test_what_is_reserved_cannot_be_spent_twice(book, issuer):
    hold(book, issuer, 80)

    with pytest.raises(ledger.NotEnoughPoints):
        hold(book, issuer, 30)

    assert columns(book) == (100, 20, 0)


def test_what_only_waits_cannot_be_spent(book, issuer):
    hold(issuer, book, 50)

    assert columns(book) == (100, 100, 50)


def test_posting_a_pending_transfer_makes_it_count(book, issuer):
    settle(hold(issuer, book, 50), "post")

    assert columns(book) == (150, 150, 0)


def test_voiding_a_pending_transfer_gives_everything_back(book, issuer):
    settle(hold(book, issuer, 80), "void")

    assert columns(book) == (100, 100, 0)


@pytest.mark.parametrize("again", ["post", "void"])
def test_a_pending_transfer_is_settled_once(book, issuer, again):
    pending = hold(issuer, book, 50)
    settle(pending, "post")

    with pytest.raises(ledger.AlreadySettled):
        settle(pending, again)

    assert columns(book) == (150, 150, 0)


def test_only_a_pending_transfer_can_be_settled(book, issuer):
    with pytest.raises(ledger.NotPending):
        settle(builders.move(book, issuer, 10), "post")


def test_a_mistake_is_reversed_and_both_rows_stay(book, issuer):
    mistake = builders.move(issuer, book, 40)

    back = reverse(mistake)

    assert back.reverses == mistake
    assert (back.debit, back.credit, back.amount) == (book, issuer, 40)
    assert columns(book) == (100, 100, 0)


def test_a_transfer_is_reversed_once(book, issuer):
    mistake = builders.move(issuer, book, 40)
    reverse(mistake)

    with pytest.raises(ledger.AlreadyReversed):
        reverse(mistake)

    assert columns(book) == (100, 100, 0)


def test_a_reversal_and_a_pending_transfer_cannot_be_reversed(book, issuer):
    for transfer in (reverse(builders.move(issuer, book, 40)), hold(issuer, book, 5)):
        with pytest.raises(ledger.NotReversible):
            reverse(transfer)


def test_points_already_spent_cannot_be_taken_back(book, issuer):
    mistake = builders.move(issuer, book, 40)
    builders.move(book, issuer, 120)

    with pytest.raises(ledger.NotEnoughPoints):
        reverse(mistake)


def test_the_same_key_moves_points_once(book, issuer):
    key = uuid4()

    first = builders.move(book, issuer, 30, key=key)
    again = builders.move(book, issuer, 30, key=key)

    assert again.pk == first.pk
    assert columns(book)[0] == 70


def test_looking_for_an_earlier_one_costs_a_posting_one_statement(
    book, issuer, django_assert_num_queries
):
    key = uuid4()
    with django_assert_num_queries(4 + 2):  # lock, look, write, move; in a savepoint
        builders.move(book, issuer, 30, key=key)
    with django_assert_num_queries(2 + 2):
        builders.move(book, issuer, 30, key=key)


def test_a_repeat_is_answered_even_when_the_points_are_gone_by_now(book, issuer):
    key = uuid4()
    first = builders.move(book, issuer, 100, key=key)

    assert builders.move(book, issuer, 100, key=key) == first


@pytest.mark.parametrize("other", [{"amount": 31}, {"reason": "换米"}])
def test_the_same_key_with_other_content_is_refused(book, issuer, other):
    key = uuid4()
    first = builders.move(book, issuer, 30, key=key)

    with pytest.raises(ledger.KeyAlreadyUsed) as refusal:
        builders.move(book, issuer, **{"amount": 30, "key": key} | other)

    assert refusal.value.earlier == first


def test_repeating_a_decision_returns_it_and_changing_it_does_not(book, issuer):
    pending, key = hold(issuer, book, 50), uuid4()
    first = settle(pending, "post", key)

    assert settle(pending, "post", key) == first
    with pytest.raises(ledger.KeyAlreadyUsed):
        settle(pending, "void", key)


@pytest.mark.parametrize("amount", [0, -5, 10_001, 2**70, 1.5, True, "7", None])
def test_points_are_whole_numbers_from_1_to_10000(book, issuer, amount):
    with pytest.raises(ValueError, match="no number of points"):
        builders.move(book, issuer, amount)

    assert columns(book) == (100, 100, 0)


def test_points_do_not_leave_their_bank(book, south):
    other = builders.make_bank(south, "南苑道德银行")

    with pytest.raises(ledger.DifferentBanks):
        builders.move(book, other.accounts.get(kind="issuer"), 10)


def test_when_the_last_step_fails_nothing_is_kept(book, issuer, monkeypatch):
    def fail(*args):
        raise RuntimeError("the power went off")

    monkeypatch.setattr(ledger, "_move", fail)
    before = Transfer.objects.count()

    with pytest.raises(RuntimeError):
        builders.move(book, issuer, 30)

    assert Transfer.objects.count() == before
    assert columns(book) == (100, 100, 0)


def test_all_accounts_of_a_bank_sum_to_zero(book, issuer, bank, li):
    settle(hold(issuer, builders.make_account(bank, li), 25), "post")
    builders.move(book, issuer, 60)

    assert sum(account.balance for account in Account.objects.filter(bank=bank)) == 0
