"""What is only good for a while goes away by itself."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts.models import SignInCode, Tally


def forget_old(at: datetime) -> None:
    """Ended sessions, used-up codes, and counts of windows nobody asks about any more."""
    Session.objects.filter(expire_date__lt=at).delete()
    SignInCode.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    Tally.objects.filter(window_at__lt=at - timedelta(days=2)).delete()
