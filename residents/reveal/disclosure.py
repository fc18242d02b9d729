"""See an ID number or a phone in full: with a reason, thirty times a day, and never unrecorded."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import rate_limits
from foundation.api import keyset
from foundation.audit import reasons, trail
from foundation.audit.events import leaves_record
from foundation.models import Record
from grids import roles
from grids.models import Reader, posts
from grids.roles import Duty
from residents.models import Person
from residents.own.entries import are_close, own_entries

REASONS = {
    "visit": _("约个上门的时间"),
    "well": _("问一声平安"),
    "subsidy": _("核对补贴名单"),
    "case": _("回复反映的事"),
    "facts": _("核对登记信息"),
}
"""What people usually look for; each says enough by itself, and more can be added."""
FIELDS = {"id_number": _("身份证号"), "phone": _("手机号")}
LINES = 20  # on a page
A_DAY = 30  # times, for one worker


# Asked for looks at a person that must not be shown yet: conditions on the record (see cases).
_held_back: list[Callable[[Person], Q]] = []


class NotTheirs(Exception):
    """No post of theirs reaches this person today."""


class TooClose(Exception):
    """Their own entry, or one of their household: a colleague looks it up."""


class NothingThere(Exception):
    """Nothing is registered in this column."""


@leaves_record("number-looked-at")
@transaction.atomic
def reveal(*, person: Person, column: str, reason: str, by: User, at: datetime) -> str:
    """The full value, once it is on record that `by` saw it.

    Raises reasons.TooShort, reasons.TellsTooMuch, NotTheirs, TooClose, NothingThere,
    rate_limits.TooOften.
    """
    if column not in FIELDS:
        raise ValueError(column)
    reason = reasons.for_the_record(reason, name=person.name)
    reader = Reader.of(by, day=timezone.localdate(at))
    person = Person.objects.visible_to(reader).filter(pk=person.pk).first()
    if person is None:
        raise NotTheirs
    if are_close(own_entries(by), person):
        raise TooClose
    value = getattr(person, column)
    if not value:
        raise NothingThere
    rate_limits.spend("reveal", str(by.pk), limit=A_DAY, per=timedelta(days=1), at=at)
    trail.looked(
        scope=person.community.code,
        about=person.uid,
        column=column,
        why=reason,
        role=role_of(reader, person),
        by=by,
        at=at,
    )
    return value


def role_of(reader: Reader, person: Person) -> str:
    """In which of their posts they see this person; the lowest one counts."""
    theirs = posts.over(reader, Duty.SEE_PEOPLE, person)
    return max(theirs, key=lambda post: len(post.area.path)).role


class Look(NamedTuple):
    """One line for the person concerned."""

    at: datetime
    who: str
    role: str
    what: str
    why: str


def holds_back(source: Callable[[Person], Q]) -> None:
    """Register `source(person)`: which looks at somebody would give away what must stay secret."""
    _held_back.append(source)


def looks_at(
    person: Person, *, cursor: str = "", size: int = LINES, or_first: bool = True
) -> keyset.Page:
    """Who looked at what is hidden of this person, and why: Looks, newest first."""
    entries = [person, *person.joined.all()]
    rows, order = Record.objects.looks_at(each.uid for each in entries), ("-at", "-pk")
    for source in _held_back:
        for entry in entries:
            if hidden := source(entry):
                rows = rows.exclude(hidden)
    page = keyset.page(rows, order=order, cursor=cursor, size=size, or_first=or_first)
    return page._replace(items=_read(page.items))


def _read(rows):
    entries = [json.loads(row.body) for row in rows]
    names = dict(
        User.objects.filter(uid__in={each["by"] for each in entries}).values_list("uid", "name")
    )
    names = {str(uid): name for uid, name in names.items()}
    return [
        Look(
            row.at,
            names.get(each["by"], _("已注销的账号")),
            roles.ROLES[each["role"]].label if each["role"] in roles.ROLES else each["role"],
            FIELDS.get(each["field"], each["field"]),
            each["why"],
        )
        for row, each in zip(rows, entries, strict=True)
    ]
