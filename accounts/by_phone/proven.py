"""A number somebody has just proved to hold, before it is clear whose it is.

The right code was typed, but the number is not confirmed yet, or several people have it. The
session remembers which number that was, sealed, for ten minutes, and opens nothing by itself.
"""

import json
from datetime import datetime, timedelta

from foundation import sealing

PROVEN = "proven"
OLD_NUMBER = "old_number"
"""A number somebody says they had before; a code was asked for, and has not come back yet."""
CONTEXT = "number proven"
GOOD_FOR = timedelta(minutes=10)


def note(request, phone: str, *, at: datetime) -> None:
    request.session[PROVEN] = _sealed(phone, at)


def phone_of(request, *, at: datetime) -> str:
    """The number proved within the last ten minutes, or ""."""
    return _opened(request.session.get(PROVEN, ""), at)


def note_old(request, phone: str, *, at: datetime) -> None:
    request.session[OLD_NUMBER] = _sealed(phone, at)


def old_phone_of(request, *, at: datetime) -> str:
    """The number of before that was typed within the last ten minutes, or ""."""
    return _opened(request.session.get(OLD_NUMBER, ""), at)


def _sealed(phone, at):
    return sealing.seal(json.dumps([phone, at.isoformat()]), context=CONTEXT)


def _opened(value, at):
    try:
        phone, when = json.loads(sealing.unseal(value, context=CONTEXT))
    except sealing.CannotOpen:
        return ""
    return phone if timedelta(0) <= at - datetime.fromisoformat(when) < GOOD_FOR else ""
