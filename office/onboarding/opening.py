"""The opening day of a street: said once by its office, on record; what follows registers itself."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import Area
from office.models import StreetOpening

AHEAD = timedelta(days=60)
"""So far ahead the day may lie."""


class AlreadyOpen(Exception):
    """The day has come; it stays."""

    sentence = _("这个街道已经开张了，开张日不能再改。")


class WrongDay(Exception):
    """Before today, or too far ahead."""

    sentence = _("开张日请选今天到 60 天以内。")


Begins = Callable[[Area, date], None]
_begins: list[Begins] = []


def also(begins: Begins) -> None:
    """What a room above does in a street on its opening day, in the same transaction."""
    _begins.append(begins)


@leaves_record("street-opened")
@transaction.atomic
def say_open(*, street: Area, on: date, by: User | None, at: datetime) -> StreetOpening:
    """The street opens on that day; until it has come, another day can be said.

    What follows from it (`also`) is done now if the day is today, else by the clock when it has
    come. Raises AlreadyOpen and WrongDay.
    """
    Area.objects.select_for_update().get(pk=street.pk)  # two of the office say it at once
    today = timezone.localdate(at)
    row = StreetOpening.objects.filter(street=street).first() or StreetOpening(street=street)
    before = row.opens_on or ""
    if before and before <= today:
        raise AlreadyOpen
    if not today <= on <= today + AHEAD:
        raise WrongDay
    row.opens_on, row.said_by, row.said_at = on, by, at
    row.save()
    if on == today:
        begin(row, at)
    changes = {"opens_on": (before, on)}
    trail.thing_changed(scope=street.record_scope, thing=row, changes=changes, by=by, at=at)
    return row


@transaction.atomic
def begin(row: StreetOpening, at: datetime) -> bool:
    """Do what follows from the day, once; False if somebody else did."""
    mine = StreetOpening.objects.filter(pk=row.pk, begun_at=None).update(begun_at=at)
    if mine:
        for begins in _begins:
            begins(row.street, row.opens_on)
    return bool(mine)


def begin_due(at: datetime) -> None:
    """For the clock: streets whose day has come."""
    rows = StreetOpening.objects.to_begin(timezone.localdate(at)).select_related("street")
    for row in rows.order_by("pk"):
        begin(row, at)
