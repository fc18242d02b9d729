"""Quiet hours: nobody is rung, texted or nudged at night (settings.QUIET_HOURS, 21:00-08:00)."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def night() -> tuple[time, time]:
    """When the night begins and when it ends; the same time twice means there is none."""
    begins, ends = settings.QUIET_HOURS.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def morning() -> time:
    """When people may be told again, and the first lists of the day go out."""
    return night()[1]


def is_quiet(at: datetime) -> bool:
    begins, ends = night()
    now = timezone.localtime(at).time()
    if begins <= ends:
        return begins <= now < ends
    return now >= begins or now < ends


def outside_quiet_hours(at: datetime) -> datetime:
    """The moment itself, or the end of the night it falls into."""
    if not is_quiet(at):
        return at
    local, ends = timezone.localtime(at), morning()
    until = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return until if local.time() < ends else until + timedelta(days=1)
