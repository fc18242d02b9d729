"""Points of two entries that become one person: moved in the book, transfer by transfer.

An account and what was posted to it stay as they are written; what can be spent goes to the
account of the entry that stays, in the same bank, and comes back in full when the two are
separated. A deed that waits is held anew for the other account, so that its points arrive there.
"""

from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from morality_bank import ledger, opening
from morality_bank.models import MOST_POINTS, Account, Deed, Transfer
from residents.joining.following import CannotBeDone, Joining

MOVED, RETURNED = "两份登记合成一份，积分转过来", "两份登记又分开，积分转回去"
KEYS = UUID("6f3f6a5e-6b0c-4a62-9d7e-5a1c2f0b9e21")
"""What the keys of our transfers are made under; with another one a repeated act would pay twice."""


class PointsSpent(CannotBeDone):
    sentence = _("合并以后积分已经用掉了一些，转不回去。请先和道德银行对好账，再来分开。")


def follow(joining: Joining) -> list[dict]:
    """For each account of the entry that ended: what was moved, and which deeds wait elsewhere now."""
    moved = []
    for account in _accounts_of(joining.ended):
        day = timezone.localdate(joining.at)
        to = opening.open_account(bank=account.bank, person=joining.kept, on=day)
        deeds = [
            str(deed.uid) for deed in Deed.objects.waiting().filter(account=account).order_by("pk")
        ]
        for uid in deeds:
            _hold_for(uid, to, joining)
        account.refresh_from_db()
        points = account.available
        _move(account, to, points, MOVED, joining)
        moved.append({"from": account.pk, "to": to.pk, "points": points, "deeds": deeds})
    return moved


def go_back(joining: Joining, moved: list[dict]) -> None:
    """Everything moved comes back; deeds decided meanwhile stay where their points arrived."""
    for each in moved:
        account, to = (Account.objects.get(pk=each[name]) for name in ("from", "to"))
        waiting = Deed.objects.waiting().filter(account=to, uid__in=each["deeds"])
        for uid in waiting.order_by("pk").values_list("uid", flat=True):
            _hold_for(uid, account, joining)
        try:
            _move(to, account, each["points"], RETURNED, joining)
        except ledger.NotEnoughPoints:
            raise PointsSpent from None


def _accounts_of(person):
    return Account.objects.filter(person=person).select_related("bank").order_by("pk")


def _move(debit, credit, points, reason, joining):
    """A transfer has a most; a large balance goes in several."""
    number = 0
    while points:
        part, number = min(points, MOST_POINTS), number + 1
        ledger.post(
            key=uuid5(KEYS, f"{joining.key}:{debit.pk}:{number}"),
            debit=debit,
            credit=credit,
            amount=part,
            reason=reason,
            source=f"joining:{joining.key[:36]}",
            by=joining.by,
            at=joining.at,
        )
        points -= part


def _hold_for(uid, account, joining):
    """The deed's points wait for this account instead of the one they waited for."""
    deed = Deed.objects.select_related("transfer__debit").get(uid=uid)
    ledger.settle(
        key=uuid5(KEYS, f"{joining.key}:{uid}:void"),
        pending=deed.transfer,
        phase=Transfer.Phase.VOID,
        by=joining.by,
        at=joining.at,
    )
    deed.transfer = ledger.hold(
        key=uuid5(KEYS, f"{joining.key}:{uid}:hold"),
        debit=deed.transfer.debit,
        credit=account,
        amount=deed.points,
        reason=deed.transfer.reason,
        source=deed.transfer.source,
        by=joining.by,
        at=joining.at,
    )
    deed.account = account
    deed.save(update_fields=["transfer", "account"])
