"""How many read it, without anybody being able to say who (decision 51).

A mark is a keyed hash of announcement, account and the salt of the day. It only says that this
account was counted today; salt and marks go when the day is over, and what stays is a number.
"""

import secrets
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from announcements.models import Announcement, ReadingDay, Readings, ReadMark
from foundation.sealing import key_for, keyed_hash
from notices import reminders
from notices.models import Reminder

FORGET = "announcement-marks"
FEW = 5
"""Fewer than this many are not told as a number: in a small house it would be a name."""


def register() -> None:
    reminders.daily(FORGET, time(0, 5), lambda day: ["*"], forget_marks)


@transaction.atomic
def note(*, announcement: Announcement, user: User, at: datetime) -> None:
    """Somebody opened it; the second time on one day it changes nothing."""
    day = _today(timezone.localdate(at))
    text = f"{announcement.uid}:{user.uid}:{day.salt}"
    mark = keyed_hash(key_for("announcement read"), text.encode()).hex()[:64]
    _mark, is_new = ReadMark.objects.get_or_create(mark=mark, defaults={"day": day})
    if is_new:
        Readings.objects.get_or_create(announcement=announcement, day=day.day)
        rows = Readings.objects.filter(announcement=announcement, day=day.day)
        rows.update(count=F("count") + 1)


def forget_marks(reminder: Reminder, at: datetime) -> None:
    """Marks of days that are over, and what they were made with."""
    ReadingDay.objects.filter(day__lt=timezone.localdate(at)).delete()


def _today(day: date) -> ReadingDay:
    row, is_new = ReadingDay.objects.get_or_create(
        day=day, defaults={"salt": secrets.token_hex(32)}
    )
    if is_new:
        ReadingDay.objects.filter(day__lt=day).delete()
    return row
