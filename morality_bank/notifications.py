"""What we tell people about their deeds: outbox rows in the transaction that decides."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Posting, Reader
from grids.roles import Duty
from morality_bank.models import Deed, Settlement
from notices import digest, events, outbox
from notices.digest import Line
from notices.events import By, Event
from notices.models import Way

TAKEN_IN = gettext_noop("%(by)s替您存了一件好事：%(rule)s，%(points)s 分，等社区书记看过就算数。")
POSTED = gettext_noop("您的好事“%(rule)s”已经入账，%(points)s 分。")
REFUSED = gettext_noop("您的好事“%(rule)s”这次没有入账：%(why)s")
POSTED_TO_TAKER = gettext_noop("您替%(name)s存的“%(rule)s”已经入账，%(points)s 分。")
REFUSED_TO_TAKER = gettext_noop("您替%(name)s存的“%(rule)s”没有通过：%(why)s")

SETTLED = gettext_noop("%(old)s和%(new)s结清了：%(n)s 位储户的 %(points)s 分转过去了。")
SETTLE = gettext_noop("%(who)s提出%(old)s和%(new)s结清，请您看一看，同不同意。")
WAITING = gettext_noop("等您审定的好事有 %(n)s 件。")
NOT_SETTLED = gettext_noop("%(who)s没有同意%(old)s和%(new)s结清，积分没有动。")


def register() -> None:
    events.register(*EVENTS)
    digest.also("deeds", 30, waiting)


def waiting(reader: Reader, at: datetime) -> Line | None:
    """Deeds that wait for this president, or for whoever stands in."""
    n = Deed.objects.visible_to(reader).decided_by(reader).waiting().count()
    return Line(WAITING, {"n": n}, reverse("morality_bank:deeds")) if n else None


def tell_taken_in(deed: Deed, at: datetime) -> None:
    """Not before whoever took it in could take it back."""
    _tell_depositor(deed, "taken-in", TAKEN_IN, at, wait=outbox.TIME_TO_UNDO)


def take_back(deed: Deed) -> None:
    """It was a mistake: nobody need read of it."""
    outbox.take_back(about=f"deed:{deed.uid}")


def tell_decided(deed: Deed, at: datetime) -> None:
    """Whose deed it is, and who took it in; neither hears of the other's message."""
    posted = deed.state == Deed.State.POSTED
    _tell_depositor(deed, deed.state, POSTED if posted else REFUSED, at)
    outbox.tell(
        to=deed.taken_by,
        key=f"deed:{deed.uid}:{deed.state}",
        about=f"deed:{deed.uid}",
        text=POSTED_TO_TAKER if posted else REFUSED_TO_TAKER,
        values=_values(deed),
        link=reverse("morality_bank:deeds"),
        at=at,
    )


def tell_settled(pair, *, by: User, at: datetime) -> None:
    """The presidents of both banks; whoever settled knows it already."""
    values = {"old": pair.old.name, "new": pair.new.name}
    values |= {"n": pair.passbooks, "points": pair.points}
    communities = [pair.old.community_id, pair.new.community_id]
    posts = Posting.objects.on(timezone.localdate(at)).filter(area__in=communities)
    posts = posts.allowing(Duty.DECIDE_DEEDS).filter(user__is_active=True)
    key = f"settled:{pair.old.pk}:{pair.new.pk}:{at.isoformat()}"
    for user in User.objects.filter(pk__in=posts.values("user")).exclude(pk=by.pk).order_by("pk"):
        outbox.tell(to=user, key=key, text=SETTLED, values=values, at=at)


def ask_presidents(row: Settlement, users: list[User], *, at: datetime) -> None:
    """Whoever speaks for a bank that has not said yes; not whoever asked."""
    told = {"text": SETTLE, "link": reverse("morality_bank:settling"), "about": _key_of(row)}
    told["values"] = {"who": row.asked_by.name, "old": row.old.name, "new": row.new.name}
    for user in users:
        if user != row.asked_by:
            outbox.tell(to=user, key=f"{_key_of(row)}:{user.pk}", at=at, **told)


def settle_asked(row: Settlement, *, at: datetime) -> None:
    """Nobody needs to answer any more."""
    outbox.settle(about=_key_of(row), at=at)


def tell_declined(row: Settlement, *, by: User, at: datetime) -> None:
    """Whoever asked, and whoever had said yes."""
    values = {"who": by.name, "old": row.old.name, "new": row.new.name}
    for user in dict.fromkeys([row.asked_by, row.old_by, row.new_by]):
        if user is not None and user != by:
            outbox.tell(
                to=user,
                key=f"settlement-declined:{row.uid}:{user.pk}",
                text=NOT_SETTLED,
                values=values,
                at=at,
            )


def _key_of(row):
    return f"settlement:{row.uid}"


def _tell_depositor(deed, step, text, at, **more):
    """Somebody without an account of their own reads it in the passbook at the counter."""
    if user := deed.account.person.user:
        outbox.tell(
            to=user,
            key=f"deed:{deed.uid}:{step}",
            about=f"deed:{deed.uid}",
            text=text,
            values=_values(deed),
            link=reverse("morality_bank:my"),
            at=at,
            **more,
        )


def _values(deed):
    return {
        "name": deed.account.person.name_masked,
        "rule": deed.rule.name,
        "points": deed.points,
        "why": deed.why,
        "by": deed.taken_by.name,
    }


BY_STAFF = By((Way.WECOM,), digest=True)
EVENTS = [
    Event(
        "deed",
        _("存好事"),
        to_residents=(TAKEN_IN, POSTED, REFUSED),
        aloud=gettext_noop("您的道德银行存折有新消息。"),
        own=True,
        by_residents=By((Way.TEXT,), digest=True),
        by_staff=BY_STAFF,
    ),
    Event("settled", _("两家银行结清了"), while_posted=True, by_staff=BY_STAFF),
    Event("settlement", _("请您同意结清"), while_posted=True, by_staff=BY_STAFF),
    Event("settlement-declined", _("没有同意结清"), while_posted=True, by_staff=BY_STAFF),
]
