"""What is only good for a while goes away by itself."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from accounts import two_people
from accounts.evidence import events
from accounts.late import keeping
from accounts.models import AccessToken, PaperCode, SignInCard, SignInCode, WorkDevice
from foundation.models import Tally

OFFICE_LOG_KEPT = timedelta(days=3 * 365)


def forget_old(at: datetime) -> None:
    """Ended sessions and tokens, used-up codes, words that came too late, counts of windows nobody
    asks about, and old logs."""
    Session.objects.filter(expire_date__lt=at).delete()
    SignInCode.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    AccessToken.objects.filter(expires_at__lt=at).delete()
    keeping.forget_old(at)
    Tally.objects.filter(window_at__lt=at - timedelta(days=2)).delete()
    events.forget_old(at)
    SignInCard.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    PaperCode.objects.filter(used_at__lt=at - events.KEPT).delete()
    WorkDevice.objects.filter(ended_at__lt=at - events.KEPT).delete()
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(attempt_time__lt=at - events.KEPT).delete()
    LogEntry.objects.filter(action_time__lt=at - OFFICE_LOG_KEPT).delete()
    two_people.forget_old(at)
