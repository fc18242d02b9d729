"""When grids change: points stay in the bank that gave them until both banks settle.

Within a community nothing of a passbook changes. Where people go to another community the old bank
stays open to them: what they have there can be seen and spent as before, new deeds go to the bank of
where they live now, and `settling` moves the rest when both have agreed.
"""

from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from grids.boundaries.changes import Change
from grids.boundaries.moved import Made
from grids.boundaries.parts import Counted, Follower, Sentence
from morality_bank.models import Account, Bank, Deed, Transfer
from residents.models import Person

HOLDER = "person__"
LIVES = f"{HOLDER}{Person.moves_with}"
DEPOSITORS = Account.Kind.DEPOSITOR

COUNTED = [
    Counted(
        "deeds",
        _("待审定的好事"),
        lambda day: Deed.objects.waiting(),
        f"account__{LIVES}",
        prefix=f"account__{HOLDER}",
    ),
    Counted(
        "points",
        _("积分"),
        lambda day: Account.objects.filter(kind=DEPOSITORS),
        LIVES,
        prefix=HOLDER,
        amount=Sum(F("credits_posted") - F("debits_posted")),
    ),
    Counted(
        "reserved",
        _("预留着的积分"),
        lambda day: Account.objects.filter(kind=DEPOSITORS),
        LIVES,
        prefix=HOLDER,
        amount=Sum("debits_pending"),
    ),
]
STAYS_OPEN = gettext_noop(
    "%(n)s 位储户在%(bank)s有 %(points)s 分，户头留在那里，照旧看得到、用得了；两家结清以后才转走。"
)
NEW_BANK = gettext_noop("以后做的好事存到%(bank)s。")
NO_BANK = gettext_noop("%(community)s还没有道德银行，开办以前存不了新的好事。")


def warnings(change: Change, day: date) -> list[Sentence]:
    """What becomes of passbooks whose owners go to another community."""
    left = change.communities_left()
    if not left:
        return []
    theirs = Account.objects.filter(change.moving(LIVES, prefix=HOLDER), kind=DEPOSITORS)
    found: list[Sentence] = []
    for bank in Bank.objects.filter(community__in=left).order_by("pk"):
        accounts = theirs.filter(bank=bank).annotate(
            points=F("credits_posted") - F("debits_posted")
        )
        points = list(accounts.filter(points__gt=0).values_list("points", flat=True))
        if points:
            facts = {"n": len(points), "bank": bank.name, "points": sum(points)}
            found.append((STAYS_OPEN, facts))
    there = Bank.objects.filter(community=change.community).first()
    if there is not None:
        found.append((NEW_BANK, {"bank": there.name}))
    elif found:
        found.append((NO_BANK, {"community": change.community.name}))
    return found


def _counts(made: Made) -> list[int] | None:
    """Movements and deeds of those who went to another community."""
    if not made.crosses:
        return None
    transfers = deeds = 0
    for people in made.moved.rows("residents.Person"):
        theirs = Q(debit__person__in=people) | Q(credit__person__in=people)
        transfers += Transfer.objects.filter(theirs).count()
        deeds += Deed.objects.filter(account__person__in=people).count()
    return [transfers, deeds]


def _is_built_on(made: Made, kept: Any) -> bool:
    return kept is not None and kept != _counts(made)


BANK = Follower("bank", _counts, built_on=_is_built_on)
