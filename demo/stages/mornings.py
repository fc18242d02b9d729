"""What the people one meets first were told this morning: by the same lines as in every house."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from demo import cast
from notices import digest, quiet_hours
from notices.models import Notice

AT_WORK = (cast.LIN, cast.ZHOU, cast.CHEN, cast.BAI)


def tell(world):
    at = _last_morning(world.at)
    for member in AT_WORK:
        digest.tell(world.cast[member.username], at=at)
    Notice.objects.filter(made_at=at, sent_at=None).update(sent_at=F("due_at"))


def _last_morning(now: datetime) -> datetime:
    day = timezone.localdate(now)
    today = timezone.make_aware(datetime.combine(day, quiet_hours.morning()))
    return today if today <= now else today - timedelta(days=1)
