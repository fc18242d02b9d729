"""Who hears that a number was written, and who must not.

The old number is told, for it may be in other hands than the writer's. Where a confidential
matter names the person, that is just the danger: then it is told nothing, and whoever is named
on the matter is asked to see the person. That there is such a matter stands nowhere else.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from foundation.batches import in_pieces
from notices import outbox
from notices.channels import text_messages
from notices.channels.base import Message
from notices.quiet_hours import outside_quiet_hours
from residents.models import Person, WrittenNumber
from residents.numbers.table import SHARED, Told, rule_of

PHONE, ID_NUMBER = WrittenNumber.Column.PHONE, WrittenNumber.Column.ID_NUMBER
WRITTEN = {
    PHONE: gettext_noop("您登记的手机号改过，所有登录都结束了。不是您要改的，请马上告诉社区。"),
    ID_NUMBER: gettext_noop("您登记的身份证号改过，所有登录都结束了。不是您要改的，请告诉社区。"),
}
CONFIRMED = gettext_noop("您的手机号已经确认，以后用它登录。")
SHARED_NOW = gettext_noop(
    "您的手机号现在还登记在另一位居民名下。以后登录要口令，请带身份证到社区柜台定一个。"
)
SEE_THEM = gettext_noop("有人改了一位居民的手机号，您经手的一件保密的事跟这位有关，请当面问一声。")
EVENT = "old-number"
BATCH = 200
LEASE, AGAIN, PATIENCE = timedelta(minutes=2), timedelta(minutes=5), 20.0
"""How long a claim holds, when a gateway that failed is asked again, seconds a batch may take."""


class Officer(NamedTuple):
    """Somebody named on a confidential matter, and the page of the matter."""

    user: User
    link: str


# source(people): of these keys of Person those whom a confidential matter names, with who is
# named on it, which may be nobody.
Source = Callable[[list[int]], dict[int, list[Officer]]]
_sources: list[Source] = []


def names_people(source: Source) -> None:
    """Register where confidential matters are kept; rooms above do so when they are ready."""
    _sources.append(source)


def officers_of(people: Iterable[int]) -> dict[int, list[Officer]]:
    """Of these people those whom a confidential matter names, with its officers."""
    found: dict[int, list[Officer]] = {}
    for some in in_pieces(sorted(set(people))):
        for source in _sources:
            for pk, officers in source(list(some)).items():
                found.setdefault(pk, []).extend(officers)
    return found


def plan(people: dict[int, Person], rows: list[WrittenNumber], *, at: datetime) -> None:
    """Before the rows are saved: whether and when the old number is told, and tell the others."""
    officers = officers_of(row.person_id for row in rows)
    for row in rows:
        rule, named = rule_of(row), officers.get(row.person_id)
        told = Told.OLD_NUMBER in rule.tells and row.column == PHONE
        row.tell_before_at = outside_quiet_hours(at) if told and named is None else None
        _tell_owner(people[row.person_id], row, rule, at)
        for officer in named or ():
            key = f"number:{row.uid}:{at.timestamp()}"
            outbox.tell(to=officer.user, key=key, text=SEE_THEM, link=officer.link, at=at)
    if Told.OTHERS in SHARED.tells:
        _tell_others(people, rows, at)


def _tell_owner(person, row, rule, at):
    """An account that has one; with a first number there is none to read it."""
    if person.user_id and (Told.OWNER in rule.tells or row.column == ID_NUMBER):
        key = f"number:{row.uid}:{at.timestamp()}"
        outbox.tell(to=User(pk=person.user_id), key=key, text=WRITTEN[row.column], at=at)


def _tell_others(people, rows, at):
    written = {people[row.person_id].phone_index: row for row in rows if row.column == PHONE}
    for some in in_pieces(sorted(filter(None, written))):
        for user in User.objects.filter(phone_index__in=some):
            key = f"number-shared:{written[user.phone_index].uid}:{at.timestamp()}"
            outbox.tell(to=user, key=key, text=SHARED_NOW, at=at)


def tell_confirmed(user: User, row: WrittenNumber, *, at: datetime) -> None:
    outbox.tell(to=user, key=f"number-confirmed:{row.uid}:{at.timestamp()}", text=CONFIRMED, at=at)


def tell_old_numbers(at: datetime) -> int:
    """Send what waits to numbers that were replaced; returns how many messages left the house.

    Claimed by one conditional UPDATE, for a while, and safe to run twice; no transaction is open
    while a gateway is asked. Asked once more whether a confidential matter names the person: one
    may have come meanwhile. A slow gateway gets PATIENCE, then others their turn.
    """
    due = WrittenNumber.objects.filter(tell_before_at__lte=at).exclude(before_sealed="")
    begun, sent = time.monotonic(), 0
    for row in due.order_by("tell_before_at", "pk")[:BATCH]:
        if time.monotonic() - begun > PATIENCE:
            break
        sent += _tell_old_number(row, at)
    return sent


def _tell_old_number(row, at):
    text = _("【责任田】您登记的手机号改成了别的号码。不是您要改的，请马上带身份证到社区柜台。")
    waiting = WrittenNumber.objects.filter(pk=row.pk, tell_before_at=row.tell_before_at)
    mine = WrittenNumber.objects.filter(pk=row.pk, tell_before_at=at + LEASE)
    if not waiting.update(tell_before_at=at + LEASE):
        return 0
    if officers_of([row.person_id]):
        mine.update(tell_before_at=None)
        return 0
    message = Message(uid=row.uid, to=row.before, text=text, event=EVENT, values={})
    try:
        text_messages.send(message)
    except text_messages.NotSent as error:
        mine.update(tell_before_at=at + AGAIN if error.again else None)
        return 0
    mine.update(tell_before_at=None)
    return 1
