"""Random operations, ten thousand in the trial: the ledger does what a page of plain Python does."""

import random
from uuid import UUID

import pytest

from morality_bank import ledger, proof
from morality_bank.models import Account
from tests import builders
from tests.conftest import NOON
from tests.morality_bank.model import Book, Refused

# Each operation in a transaction of its own, as in life.
pytestmark = pytest.mark.django_db(transaction=True)
MOST = 10_000
DEPOSITORS = 8
REFUSALS = (
    ledger.NotEnoughPoints,
    ledger.AlreadySettled,
    ledger.AlreadyReversed,
    ledger.NotReversible,
    ledger.NotPending,
    ledger.KeyAlreadyUsed,
)

ANSWERS = {"done"} | {refusal.__name__ for refusal in REFUSALS}


class Ledger:
    """The product, spoken to in the words of the model."""

    def __init__(self, accounts):
        self.accounts, self.rows = accounts, {}

    def act(self, key, word, *facts):
        words = {"key": UUID(int=key), "by": None, "at": NOON}
        if word in ("post", "hold"):
            debit, credit, amount = facts
            words |= {"debit": self.accounts[debit], "credit": self.accounts[credit]}
            words |= {"amount": amount, "reason": "楼道清扫", "source": "test"}
        elif word == "settle":
            words |= {"pending": self.rows[facts[0]], "phase": facts[1]}
        else:
            words |= {"transfer": self.rows[facts[0]], "reason": "记错了"}
        self.rows[key] = getattr(ledger, word)(**words)

    def columns(self):
        rows = Account.objects.order_by("pk")
        return [(account.balance, account.debits_pending, account.coming) for account in rows]


def random_operation(chance, number, done):
    """Mostly something new; now and then an earlier one again, or its key for another."""
    if done and chance.random() < 0.08:
        key, operation = chance.choice(list(done.items())[-200:])
        return (key, *operation) if chance.random() < 0.5 else (key, "post", 0, 1, 77)
    recent = list(done)[-50:]
    word = chance.choices(["post", "hold", "settle", "reverse"], [4, 4, 5, 2])[0]
    if word in ("settle", "reverse") and recent:
        phases = [chance.choice(["post", "void"])] if word == "settle" else []
        return (number, word, chance.choice(recent), *phases)
    earning = chance.random() < 0.4
    debit = 0 if earning else chance.randrange(1, DEPOSITORS + 1)
    credit = chance.choice([one for one in range(DEPOSITORS + 1) if one != debit])
    return (number, "hold" if word == "hold" else "post", debit, credit, chance.choice([1, 5, 40]))


def outcome(act, operation):
    try:
        act(*operation)
    except Refused as refusal:
        return str(refusal)
    except REFUSALS as refusal:
        return type(refusal).__name__
    return "done"


@pytest.fixture
def accounts(bank, issuer, home):
    people = [builders.make_person(home, f"储户{n}") for n in range(DEPOSITORS)]
    return [issuer, *(builders.make_account(bank, person) for person in people)]


def test_a_thousand_random_operations_match_the_model_and_leave_the_audit_clean(accounts):
    match_the_model(accounts, at_least=1_000)


@pytest.mark.trial("ledger")
def test_ten_thousand_random_operations_match_the_model_and_leave_the_audit_clean(accounts):
    match_the_model(accounts, at_least=MOST)


def match_the_model(accounts, *, at_least):
    """And on, should chance not have met every kind of answer by then."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # shown when the test fails
    chance, model, product = random.Random(seed), Book(len(accounts)), Ledger(accounts)
    done, seen = {}, set()

    for number in range(1, MOST + 1):
        operation = random_operation(chance, number, done)
        expected = outcome(model.act, operation)
        assert outcome(product.act, operation) == expected, (number, operation)
        seen.add(expected)
        if expected == "done":
            done[operation[0]] = operation[1:]
        if number % 100 == 0:
            columns = zip(model.balance, model.reserved, model.coming, strict=True)
            assert product.columns() == list(columns), number
            if number >= at_least and seen == ANSWERS:
                break

    assert seen == ANSWERS
    assert proof.differences() == []
