"""The proof: everything the accounts say, worked out once more from the transfers alone.

A few statements that group in the database, so 400,000 transfers take seconds.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from foundation.snapshot import one_moment
from morality_bank.models import Account, Bank, Deed, Transfer

Phase = Transfer.Phase
COLUMNS = ("debits_pending", "debits_posted", "credits_pending", "credits_posted")


@dataclass(frozen=True)
class Difference:
    """One place where the book and what it should be part ways."""

    where: str
    what: str
    should_be: object
    found: object


def differences(bank: Bank | None = None) -> list[Difference]:
    """All there are, in one bank or in all of them; an empty list is the proof."""
    with one_moment():  # points keep moving while we count
        return [
            *_columns(bank),
            *_sums(bank),
            *_settlements(bank),
            *_reversals(bank),
            *_sides(bank),
            *_deeds(bank),
        ]


def _columns(bank):
    """The four columns of every account against the transfers."""
    nothing = dict.fromkeys(COLUMNS, 0)
    expected = {}
    for side in ("debit", "credit"):
        for pk, pending, posted in _moved(side, bank):
            columns = expected.setdefault(pk, nothing.copy())
            columns[f"{side}s_pending"], columns[f"{side}s_posted"] = pending, posted
    accounts = _of(bank, Account.objects.order_by("pk"), "bank")
    for pk, *found in accounts.values_list("pk", *COLUMNS).iterator():
        for name, value in zip(COLUMNS, found, strict=True):
            should_be = expected.get(pk, nothing)[name]
            if value != should_be:
                yield Difference(f"account {pk}", name, should_be, value)


def _moved(side, bank):
    def total(*phases):
        return Coalesce(Sum("amount", filter=Q(phase__in=phases)), Value(0))

    rows = _of(bank, Transfer.objects.order_by(), f"{side}__bank").values(side)
    return rows.annotate(
        pending=total(Phase.PENDING) - total(Phase.POST, Phase.VOID),
        posted=total(Phase.SINGLE, Phase.POST),
    ).values_list(side, "pending", "posted")


def _sums(bank):
    """What the issuer gave is what the depositors have: each bank sums to zero."""
    sums = _of(bank, Account.objects.order_by(), "bank").values("bank")
    totals = sums.annotate(
        posted=Sum(F("credits_posted") - F("debits_posted")),
        pending=Sum(F("credits_pending") - F("debits_pending")),
    )
    for row in totals.exclude(posted=0, pending=0):
        for name in ("posted", "pending"):
            if row[name]:
                yield Difference(f"bank {row['bank']}", f"sum of {name}", 0, row[name])


def _settlements(bank):
    """A pending transfer is resolved at most once, in full, between the same two accounts."""
    settling = _of(bank, Transfer.objects.filter(settles__isnull=False), "debit__bank")
    for pk, times in _repeated(settling, "settles"):
        yield Difference(f"transfer {pk}", "times settled", 1, times)
    coherent = Q(
        settles__phase=Phase.PENDING,
        settles__debit=F("debit"),
        settles__credit=F("credit"),
        settles__amount=F("amount"),
    )
    for pk in settling.exclude(coherent).values_list("pk", flat=True):
        yield Difference(f"transfer {pk}", "what it settles", "the same, pending", "another")


def _reversals(bank):
    """A posted transfer is reversed at most once, in full, the other way."""
    reversing = _of(bank, Transfer.objects.filter(reverses__isnull=False), "debit__bank")
    for pk, times in _repeated(reversing, "reverses"):
        yield Difference(f"transfer {pk}", "times reversed", 1, times)
    coherent = Q(
        reverses__phase__in=[Phase.SINGLE, Phase.POST],
        reverses__reverses=None,
        reverses__debit=F("credit"),
        reverses__credit=F("debit"),
        reverses__amount=F("amount"),
    )
    for pk in reversing.exclude(coherent).values_list("pk", flat=True):
        yield Difference(f"transfer {pk}", "what it reverses", "the same, mirrored", "another")


def _sides(bank):
    """Points stay in their bank."""
    strays = _of(bank, Transfer.objects.all(), "debit__bank")
    for pk in strays.exclude(credit__bank=F("debit__bank")).values_list("pk", flat=True):
        yield Difference(f"transfer {pk}", "bank of both sides", "the same", "two")


def _deeds(bank):
    """A deed and its points are always in the same state."""
    deeds = _of(bank, Deed.objects.order_by("pk"), "bank")
    same = Q(
        transfer__phase=Phase.PENDING,
        transfer__amount=F("points"),
        transfer__credit=F("account"),
        account__bank=F("bank"),
    )
    for pk in deeds.exclude(same).values_list("pk", flat=True):
        yield Difference(f"deed {pk}", "its transfer", "its points to its account", "another")
    settled = {Deed.State.POSTED: Phase.POST, Deed.State.REFUSED: Phase.VOID}
    settled[Deed.State.WITHDRAWN] = Phase.VOID
    agrees = Q(state=Deed.State.PENDING, transfer__settled_by=None)
    for state, phase in settled.items():
        agrees |= Q(state=state, transfer__settled_by__phase=phase)
    for pk, state, phase in deeds.exclude(agrees).values_list(
        "pk", "state", "transfer__settled_by__phase"
    ):
        yield Difference(f"deed {pk}", "state", settled.get(state, "unsettled"), phase)


def _repeated(rows, column):
    counted = rows.order_by().values(column).annotate(times=Count("pk")).filter(times__gt=1)
    return counted.values_list(column, "times")


def _of(bank, rows, column):
    return rows if bank is None else rows.filter(**{column: bank})
