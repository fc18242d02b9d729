"""How we know that we showed somebody a page: a mark in its form that nobody else can make.

It binds the page to its reader, for a day: longer than any page is read, short enough that whoever
lost a post a while ago has nothing left to write into.
"""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from accounts.models import User

FIELD = "shown"
HOLDS = timedelta(days=1)
_signer = TimestampSigner(salt="shown to")


def mark(user: User, page: str) -> str:
    """`page` is the address with its query, as the form posts to it."""
    whole = _signer.sign(f"{user.pk} {page}")
    return whole.removeprefix(f"{user.pk} {page}")


def holds(mark: str, user: User, page: str) -> bool:
    try:
        _signer.unsign(f"{user.pk} {page}{mark}", max_age=HOLDS)
    except BadSignature:
        return False
    return True
