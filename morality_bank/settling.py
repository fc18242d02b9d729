"""两家结清: what somebody has in the bank of a community they left goes to the one they live in.

Points do not leave their bank. So it takes two movements for each passbook, in one transaction: the old bank
takes its points back, and the new bank gives as many. What waits or is reserved stays where it is,
and can be settled once it has been decided. A settled passbook stays open, and readable.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from morality_bank import ledger, notifications, opening
from morality_bank.contention import patiently
from morality_bank.models import MOST_POINTS, Account, Bank, Transfer
from residents.models import Person

KEYS = UUID("0f0c5a2e-7a3b-4a0e-9a64-54f3c1f0d7aa")
"""What the keys of our transfers are made under; with another one a repeated act would pay twice."""
WENT = "住处划到别的社区，积分转到%(bank)s"
CAME = "住处从别的社区划来，积分由%(bank)s转来"


class Pair(NamedTuple):
    """Two banks with people between them: how many passbooks, and how many points can go."""

    old: Bank
    new: Bank
    passbooks: int
    points: int


def between(banks: QuerySet[Bank]) -> list[Pair]:
    """The pairs that have something to settle, where one of these banks is either of the two."""
    sums: dict[tuple[int, int], list[int]] = {}
    here = Q(bank__in=banks) | Q(person__community__in=banks.values("community"))
    rows = _unsettled().filter(here)
    for old, community, points in rows.values_list("bank", "person__community", "free"):
        both = sums.setdefault((old, community), [0, 0])
        both[0], both[1] = both[0] + 1, both[1] + points
    known = {bank.pk: bank for bank in Bank.objects.select_related("community")}
    there = {bank.community_id: bank for bank in known.values()}
    return [
        Pair(known[old], there[community], *both)
        for (old, community), both in sorted(sums.items())
        if community in there
    ]


@patiently
@transaction.atomic
def settle(*, old: Bank, new: Bank, by: User, at: datetime) -> Pair:
    """Everything free that the people of the new bank still have in the old one; what was moved.

    Called by the second yes (agreeing.py). Safe to repeat: a passbook without free points is not touched. Both presidents hear of it.
    Raises contention.Busy.
    """
    issuer = old.accounts.get(kind=Account.Kind.ISSUER)
    accounts = _unsettled().filter(bank=old, person__community=new.community_id)
    passbooks = points = 0
    for pk in list(accounts.order_by("pk").values_list("pk", flat=True)):
        account = Account.objects.lock(pk, issuer.pk)[pk]
        if account.available:
            passbooks, points = passbooks + 1, points + account.available
            _move(account, old, new, by=by, at=at)
    done = Pair(old, new, passbooks, points)
    if points:
        notifications.tell_settled(done, by=by, at=at)
    return done


def _unsettled():
    """Passbooks of people who live elsewhere now, with what is free in them."""
    free = F("credits_posted") - F("debits_posted") - F("debits_pending")
    rows = Account.objects.filter(kind=Account.Kind.DEPOSITOR).annotate(free=free)
    away = rows.filter(free__gt=0).exclude(person__community=F("bank__community"))
    return away.filter(person__status=Person.Status.HERE)


def _move(account: Account, old: Bank, new: Bank, *, by: User, at: datetime) -> None:
    to = opening.open_account(bank=new, person=account.person, on=timezone.localdate(at))
    last = (
        Transfer.objects.filter(debit=account).order_by("-pk").values_list("pk", flat=True).first()
    )
    for number, amount in enumerate(_parts(account.available)):
        about = {"amount": amount, "source": f"settling:{account.pk}", "by": by, "at": at}
        key = f"{account.pk}:{last or 0}:{number}"
        went, came = WENT % {"bank": new.name}, CAME % {"bank": old.name}
        issuers = [bank.accounts.get(kind=Account.Kind.ISSUER) for bank in (old, new)]
        ledger.post(
            key=uuid5(KEYS, f"{key}:went"), debit=account, credit=issuers[0], reason=went, **about
        )
        ledger.post(
            key=uuid5(KEYS, f"{key}:came"), debit=issuers[1], credit=to, reason=came, **about
        )


def _parts(points: int) -> Iterator[int]:
    """A transfer has a most; a large balance goes in several."""
    while points:
        yield min(points, MOST_POINTS)
        points -= min(points, MOST_POINTS)
