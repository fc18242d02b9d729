"""Back to what somebody wrote without an account: its number, and the word they chose.

A number that does not exist and a wrong word get the same answer, in the same time, and few tries.
What was opened stays open in the session for half an hour.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password

from foundation import rate_limits, typed
from participation.models import Feedback

A_DAY = 10
"""Wrong or right, so often a day for one number."""
AN_HOUR = 30
"""And so often an hour from one network."""
OPEN = timedelta(minutes=30)
KEY = "feedback_open"


def find(*, number: str, word: str, network: str, at: datetime) -> Feedback | None:
    """Raises rate_limits.TooOften. Not one transaction: a refusal must not give back the try."""
    number = readable(number)
    rate_limits.spend("feedback-look", network, limit=AN_HOUR, per=timedelta(hours=1), at=at)
    rate_limits.spend("feedback-number", number, limit=A_DAY, per=timedelta(days=1), at=at)
    found = Feedback.objects.filter(number=number).exclude(word="").first()
    if found is None:
        make_password(word)  # takes as long as looking at a real one
        return None
    return found if check_password(word, found.word) else None


def readable(number: str) -> str:
    """As it is stored: capital letters in two halves, however it was typed."""
    plain = typed.code(number).upper().replace("-", "")[:8]
    return f"{plain[:4]}-{plain[4:]}"


def open_for(request, feedback: Feedback, at: datetime) -> None:
    opened = _still_open(request, at)
    opened[str(feedback.uid)] = (at + OPEN).timestamp()
    request.session[KEY] = opened


def opened(request, at: datetime):
    """What this person may read as their own: by account, or opened here by its number."""
    keys = list(_still_open(request, at))
    rows = Feedback.objects.filter(uid__in=keys, by=None)
    if request.user.is_authenticated:
        rows |= Feedback.objects.filter(by=request.user)
    return rows


def _still_open(request, at):
    kept = request.session.get(KEY, {})
    return {uid: until for uid, until in kept.items() if until > at.timestamp()}
