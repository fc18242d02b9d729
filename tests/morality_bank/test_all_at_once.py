"""Many hands at the same balance: real threads on a real PostgreSQL.

Each guard is shown to matter: without the lock, and without lock and CHECK, other things happen.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from morality_bank import contention, deeds, ledger, proof
from morality_bank.models import Account, Deed, Transfer
from morality_bank.models.book import AccountQuerySet
from tests import builders
from tests.conftest import NOON
from tests.waiting import Meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
COST = 7


def at_once(times, act):
    """How often `act(number)` ended how, when all of them begin together."""
    start = Barrier(times)

    def one(number):
        try:
            start.wait()
            act(number)
            return "done"
        except Exception as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(one, range(times)))


def balance(account):
    return Account.objects.get(pk=account.pk).balance


def without_lock(people):
    """What `lock` would read, held by nobody; all of them have read before one of them writes."""
    meeting = Meeting(people)

    def read(accounts, *keys):
        rows = {account.pk: account for account in accounts.filter(pk__in=keys)}
        meeting.wait()
        return rows

    return read


def test_200_debits_at_once_get_exactly_what_the_balance_can_pay(book, issuer):
    ended = at_once(200, lambda n: builders.move(book, issuer, COST))

    assert ended == {"done": 14, ledger.NotEnoughPoints: 186}
    assert balance(book) == 100 - 14 * COST
    assert proof.differences() == []


def test_without_the_lock_people_would_meet_raw_database_errors(book, issuer, monkeypatch):
    """Negative control: the CHECK alone saves the points, but not the answer."""
    monkeypatch.setattr(AccountQuerySet, "lock", without_lock(60))

    ended = at_once(60, lambda n: builders.move(book, issuer, COST))

    assert ended[IntegrityError] > 0
    assert balance(book) >= 0


def test_without_lock_and_check_more_is_spent_than_was_there(book, issuer, monkeypatch):
    """Negative control: this is what the two guards stand against."""
    monkeypatch.setattr(AccountQuerySet, "lock", without_lock(20))

    with no_check_on_accounts():
        ended = at_once(20, lambda n: builders.move(book, issuer, COST))
        overdrawn = balance(book)

    assert ended["done"] > 14
    assert overdrawn < 0


def test_one_key_sent_fifty_times_at_once_moves_points_once(book, issuer):
    key = uuid4()

    ended = at_once(50, lambda n: builders.move(book, issuer, COST, key=key))

    assert ended == {"done": 50}
    assert balance(book) == 100 - COST


def test_one_key_for_different_accounts_at_once_is_refused_with_a_sentence(bank, issuer, home):
    key = uuid4()
    people = [builders.make_account(bank, builders.make_person(home)) for _ in range(10)]

    ended = at_once(10, lambda n: builders.move(issuer, people[n], COST, key=key))

    assert ended == {"done": 1, ledger.KeyAlreadyUsed: 9}
    assert proof.differences() == []


def test_movements_there_and_back_never_wait_in_a_circle(bank, book, li):
    other = builders.make_account(bank, li, points=100)
    sides = [(book, other), (other, book)]

    ended = at_once(60, lambda n: builders.move(*sides[n % 2], 1))

    assert ended == {"done": 60}
    assert (balance(book), balance(other)) == (100, 100)


def test_a_transfer_reversed_by_many_at_once_is_reversed_once(book, issuer):
    mistake = builders.move(issuer, book, 40)

    def reverse(n):
        ledger.reverse(key=uuid4(), transfer=mistake, reason="记错了", by=None, at=NOON)

    assert at_once(20, reverse) == {"done": 1, ledger.AlreadyReversed: 19}
    assert balance(book) == 100


def test_two_presidents_deciding_at_once_one_of_them_decides(lin, wang, rule, north, chen):
    deputy = builders.make_staff("deputy", "副书记", north, "secretary")

    for _ in range(5):
        decide = two_decisions(builders.make_deed(lin, wang, rule, at=NOON), chen, deputy)
        assert at_once(2, decide) == {"done": 1, deeds.AlreadyDecided: 1}

    assert proof.differences() == []


def test_a_double_tap_at_once_is_one_deed(lin, wang, bank):
    rule, client_id = builders.make_rule(bank, "义诊", most_a_month=1), uuid4()

    ended = at_once(20, lambda n: builders.make_deed(lin, wang, rule, client_id=client_id, at=NOON))

    assert ended == {"done": 20}
    assert Deed.objects.count() == Transfer.objects.count() == 1


def test_the_months_last_one_is_taken_once(lin, wang, bank):
    rule = builders.make_rule(bank, "义诊", most_a_month=3)
    builders.make_deed(lin, wang, rule, at=NOON)
    builders.make_deed(lin, wang, rule, at=NOON)

    ended = at_once(20, lambda n: builders.make_deed(lin, wang, rule, at=NOON))

    assert ended == {"done": 1, deeds.MonthIsFull: 19}


def test_somebody_who_never_lets_go_ends_in_a_sentence_not_in_an_error(book, issuer, monkeypatch):
    monkeypatch.setattr(contention, "LONGEST_PAUSE", 0)

    def hurried(n):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        builders.move(book, issuer, COST)

    with held(book):
        assert at_once(1, hurried) == {contention.Busy: 1}
    assert at_once(1, hurried) == {"done": 1}


def two_decisions(deed, chen, deputy):
    """The one posts what the other refuses, each from a page that still showed it waiting."""
    first, second = Deed.objects.get(pk=deed.pk), Deed.objects.get(pk=deed.pk)

    def decide(number):
        if number:
            deeds.refuse(deed=second, why="没有人看见", by=deputy, at=NOON)
        else:
            deeds.post(deed=first, by=chen, at=NOON)

    return decide


@contextmanager
def held(account):
    with transaction.atomic():
        Account.objects.lock(account.pk)
        yield


@contextmanager
def no_check_on_accounts():
    """The table as it would be without its constraint; emptied before that is put back."""
    name = "account_never_spends_more_than_came_in"
    constraint = next(c for c in Account._meta.constraints if c.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Account, constraint)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE morality_bank_account CASCADE")
            cursor.execute("SET session_replication_role = DEFAULT")
        with connection.schema_editor() as editor:
            editor.add_constraint(Account, constraint)
