"""Every movement of points goes through here: `post`, `hold`, `settle`, `reverse`.

Each writes one row of the book and moves the columns of both accounts in the same transaction.
Each is safe to repeat: the same key with the same content returns the first transfer, with other
content raises KeyAlreadyUsed.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from foundation import once
from morality_bank.contention import patiently
from morality_bank.models import MOST_POINTS, Account, Transfer

Phase = Transfer.Phase

# How many times its amount a row adds to (pending, posted): to the debits of one account and to
# the credits of the other.
MOVES = {Phase.SINGLE: (0, +1), Phase.PENDING: (+1, 0), Phase.POST: (-1, +1), Phase.VOID: (-1, 0)}
# One statement for both accounts; with two of the ORM's a posting takes half as long again.
MOVE = """
    UPDATE morality_bank_account SET
        debits_pending = debits_pending + CASE id WHEN %(debit)s THEN %(pending)s ELSE 0 END,
        debits_posted = debits_posted + CASE id WHEN %(debit)s THEN %(posted)s ELSE 0 END,
        credits_pending = credits_pending + CASE id WHEN %(credit)s THEN %(pending)s ELSE 0 END,
        credits_posted = credits_posted + CASE id WHEN %(credit)s THEN %(posted)s ELSE 0 END
    WHERE id IN (%(debit)s, %(credit)s)
"""
CONTENT = (
    "debit_id",
    "credit_id",
    "amount",
    "phase",
    "settles_id",
    "reverses_id",
    "reason",
    "source",
)


class KeyAlreadyUsed(once.Conflict):
    """This key belongs to another movement; `earlier` is that one, where one's own."""


class NotEnoughPoints(Exception):
    def __init__(self, *, available: int, asked: int):
        super().__init__(f"{available} available, {asked} asked")
        self.available, self.asked = available, asked


class AlreadySettled(Exception):
    """The pending transfer was posted or voided before."""


class AlreadyReversed(Exception):
    """The transfer was reversed before."""


class NotReversible(Exception):
    """Only what was posted can be reversed, and a reversal is not: post anew instead."""


class NotPending(Exception):
    """Only a pending transfer can be posted or voided."""


class DifferentBanks(Exception):
    """Points do not leave their bank."""


@patiently
@transaction.atomic
def post(
    *,
    key: UUID,
    debit: Account,
    credit: Account,
    amount: int,
    reason: str,
    source: str,
    by: User | None,
    at: datetime,
) -> Transfer:
    """Move points from one account to another, at once. Raises NotEnoughPoints."""
    sides = {"debit_id": debit.pk, "credit_id": credit.pk, "amount": amount}
    return _write(Transfer(key=key, reason=reason, source=source, by=by, made_at=at, **sides))


@patiently
@transaction.atomic
def hold(
    *,
    key: UUID,
    debit: Account,
    credit: Account,
    amount: int,
    reason: str,
    source: str,
    by: User | None,
    at: datetime,
) -> Transfer:
    """Set points aside until `settle` posts or voids them. Raises NotEnoughPoints."""
    sides = {"debit_id": debit.pk, "credit_id": credit.pk, "amount": amount}
    return _write(
        Transfer(
            key=key, phase=Phase.PENDING, reason=reason, source=source, by=by, made_at=at, **sides
        )
    )


@patiently
@transaction.atomic
def settle(
    *,
    key: UUID,
    pending: Transfer,
    phase: Phase,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> Transfer:
    """Post or void what was held: `phase` says which. Raises AlreadySettled, NotPending."""
    if pending.phase != Phase.PENDING or phase not in (Phase.POST, Phase.VOID):
        raise NotPending
    return _write(
        Transfer(
            key=key,
            debit_id=pending.debit_id,
            credit_id=pending.credit_id,
            amount=pending.amount,
            phase=phase,
            settles=pending,
            reason=reason or pending.reason,
            source=pending.source,
            by=by,
            made_at=at,
        )
    )


@patiently
@transaction.atomic
def reverse(
    *, key: UUID, transfer: Transfer, reason: str, by: User | None, at: datetime
) -> Transfer:
    """Put a mistake right: the same points the other way, once and in full.

    Raises NotReversible, AlreadyReversed, and NotEnoughPoints when they are spent already.
    """
    if transfer.phase not in (Phase.SINGLE, Phase.POST) or transfer.reverses_id:
        raise NotReversible
    return _write(
        Transfer(
            key=key,
            debit_id=transfer.credit_id,
            credit_id=transfer.debit_id,
            amount=transfer.amount,
            reverses=transfer,
            reason=reason,
            source=transfer.source,
            by=by,
            made_at=at,
        )
    )


def _write(wanted: Transfer) -> Transfer:
    # A float would be rounded one way in the row and another way in the columns.
    if type(wanted.amount) is not int or not 1 <= wanted.amount <= MOST_POINTS:
        raise ValueError(f"{wanted.amount!r} is no number of points")
    accounts = Account.objects.lock(wanted.debit_id, wanted.credit_id)
    # Whoever had the accounts before us has committed by now, so this sees their row.
    # No savepoint: the same content has the same accounts, so whoever is late waited at the lock.
    sent = once.Sent(wanted, key="key", by="by_id", content=CONTENT, conflict=KeyAlreadyUsed)
    if earlier := sent.before():
        return earlier
    debit, credit = accounts[wanted.debit_id], accounts[wanted.credit_id]
    if debit.bank_id != credit.bank_id:
        raise DifferentBanks
    _check(wanted, debit)
    wanted.save(force_insert=True)
    _move(wanted)
    return wanted


def _check(wanted: Transfer, debit: Account) -> None:
    if wanted.settles_id:
        if Transfer.objects.filter(settles=wanted.settles_id).exists():
            raise AlreadySettled
        return  # the points were set aside when it was held
    if wanted.reverses_id and Transfer.objects.filter(reverses=wanted.reverses_id).exists():
        raise AlreadyReversed
    if debit.kind == Account.Kind.DEPOSITOR and debit.available < wanted.amount:
        raise NotEnoughPoints(available=debit.available, asked=wanted.amount)


def _move(transfer: Transfer) -> None:
    pending, posted = (times * transfer.amount for times in MOVES[Phase(transfer.phase)])
    sides = {"debit": transfer.debit_id, "credit": transfer.credit_id}
    with connection.cursor() as cursor:
        cursor.execute(MOVE, sides | {"pending": pending, "posted": posted})
