"""Every session and token of an account ends at once, on whatever device it lives."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from accounts.models import AccessToken, User


@transaction.atomic
def end_sign_ins(users: Iterable[int]) -> None:
    """Of the accounts with these keys; in the transaction of what makes it necessary.

    A session or token is marked with a hash of the account (User.get_session_auth_hash), which
    is another from here on; whoever comes with an old one is a stranger.
    """
    keys = sorted(set(users))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        User.objects.filter(pk__in=some).update(endings=F("endings") + 1)
        AccessToken.objects.filter(user__in=some).delete()
