"""存折: the lines of one account, worked out from the transfers themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, Sum, Value, When, Window

from foundation.api import keyset
from morality_bank.models import Account, Transfer

Phase = Transfer.Phase
PAGE = 30


@dataclass(frozen=True)
class Line:
    on: datetime
    text: str
    amount: int
    balance: int
    waiting: bool

    @property
    def points(self):
        """How many, whichever way they went."""
        return abs(self.amount)


def page(
    account: Account, *, cursor: str = "", size: int = PAGE, or_first: bool = True
) -> keyset.Page:
    """Lines, newest first; each posted one says what was left after it.

    The running balance sums everything older in the same statement, so a page is right by
    itself, whatever was posted since the one before it.
    """
    rows, order = _lines_of(account), ("-pk",)
    page = keyset.page(rows, order=order, cursor=cursor, size=size, or_first=or_first)
    return page._replace(items=[_line(row) for row in page.items])


def _lines_of(account):
    """What was posted, and what still waits; what was voided never happened here.

    Whether a line was settled is asked for each line by itself: as a join, a large city's
    database reads everybody's transfers for it.
    """
    counts = Q(phase__in=[Phase.SINGLE, Phase.POST])
    settled = Exists(Transfer.objects.filter(settles=OuterRef("pk")))
    signed = Case(When(credit=account, then=F("amount")), default=-F("amount"))
    mine = Transfer.objects.filter(Q(debit=account) | Q(credit=account))
    return mine.filter(counts | Q(phase=Phase.PENDING) & ~settled).annotate(
        signed=signed,
        balance=Window(
            Sum(Case(When(counts, then=signed), default=Value(0))), order_by=F("pk").asc()
        ),
    )


def _line(row):
    return Line(
        on=row.made_at,
        text=row.reason,
        amount=row.signed,
        balance=row.balance,
        waiting=row.phase == Phase.PENDING,
    )
