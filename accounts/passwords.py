"""Whether a password is right: the one place that asks, counts wrong ones and writes them down.

django-axes locks one name for one network after five wrong passwords. Whoever tries a few
passwords on each of many names never gets there, so tries are counted without the name as well:
for a browser somebody came in with before by itself, for all others of a network together. So
the owner is never held up by what happens on other networks, nor, with the usual browser, by what
happens on the same one.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate

from accounts.evidence import events
from accounts.evidence.events import By, Kind
from accounts.evidence.whence import whence
from accounts.models import User
from foundation import rate_limits
from foundation.sealing import blind_index

WINDOWS = {"guess-minute": timedelta(minutes=1), "guess-quarter": timedelta(minutes=15)}


def check(
    request, *, username: str, password: str, at: datetime, by: str = By.PASSWORD, with_code=False
) -> User | None:
    """Who that is, or None. A wrong one, a lock and a try that came too fast leave a row each.

    `with_code` takes a sign-in code for a password, too (grids/backends.py).
    Raises rate_limits.TooOften.
    """
    here = whence(request)
    about = {"at": at, "by": by, "typed": blind_index("username", username)}
    who = here.device if events.has_come_in(here, at=at) else here.network
    try:
        for what, per in WINDOWS.items():
            rate_limits.spend(what, who, limit=settings.GUESSES[what], per=per, at=at)
    except rate_limits.TooOften:
        events.note(Kind.SLOWED, here, account=_uid(username), **about)
        raise
    user = authenticate(request, username=username, password=password, with_code=with_code)
    if user is None:
        kind = Kind.LOCKED if getattr(request, "axes_locked_out", False) else Kind.FAILED
        events.note(kind, here, account=_uid(username), **about)
        return None
    for what, per in WINDOWS.items():
        rate_limits.give_back(what, who, per=per, at=at)
    return user


def _uid(username):
    """Of the account that is meant; the same question whether there is one or not."""
    return User.objects.filter(username=username).values_list("uid", flat=True).first()
