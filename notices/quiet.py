"""Quiet hours: nobody is rung, texted or nudged between 21:00 and 8:00."""

from datetime import datetime, time, timedelta

from django.utils import timezone

FROM, UNTIL = time(21), time(8)


def outside_quiet_hours(at: datetime) -> datetime:
    """The moment itself, or 8:00 of the morning that ends the night it falls into."""
    local = timezone.localtime(at)
    if UNTIL <= local.time() < FROM:
        return at
    morning = local.replace(hour=UNTIL.hour, minute=0, second=0, microsecond=0)
    return morning if local.time() < UNTIL else morning + timedelta(days=1)
