"""Tokens: somebody lets a program act for them, under a name, until a day, and not one day more.

A token opens what its holder may open at that very moment: posts are asked for on every request,
so a token ends with the post, with the account and with the password it was made under. Only a
keyed hash is kept; the token itself is shown once.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from accounts.factors import asking, marks
from accounts.models import AccessToken, User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.sealing import blind_index

MARK = "zrt_"  # so that a token that leaked into a log or a repository is recognised
MOST = 10
LONGEST = 90  # days
A_MINUTE = timedelta(minutes=1)


class TooMany(Exception):
    """Somebody with ten tokens has to revoke one first."""


@leaves_record("token-issued")
@transaction.atomic
def issue(
    *, user: User, name: str, days: int, by: str, at: datetime, factor: str = marks.LATER
) -> tuple[AccessToken, str]:
    """A new token and its text, which exists nowhere else. `by` is "password" or "code".

    `factor` is the mark of what was shown besides the password; LATER counts as long as the
    holder may put it off. Raises TooMany, ValueError for days outside 1 to 90.
    """
    if not 1 <= days <= LONGEST:
        raise ValueError(days)
    user = User.objects.select_for_update().get(pk=user.pk)
    mark = user.get_session_auth_hash()
    user.tokens.exclude(password_mark=mark).delete()  # ended by a new password
    if user.tokens.living(at).count() >= MOST:
        raise TooMany
    text = MARK + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user,
        name=name,
        text_hash=blind_index("token", text),
        by=by,
        factor=factor,
        password_mark=mark,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    changes = {"name": ("", name), "expires_at": ("", token.expires_at.isoformat())}
    trail.thing_changed(scope=trail.HOUSE, thing=token, changes=changes, by=user, at=at)
    return token, text


def holder(text: str, *, at: datetime) -> AccessToken | None:
    """The living token with this text, its user marked for this request; None for all others."""
    if not text.startswith(MARK) or len(text) > 100 or not text.isascii():
        return None
    living = AccessToken.objects.living(at).filter(user__is_active=True)
    living = living.select_related("user__second_factor")
    token = living.filter(text_hash=blind_index("token", text)).first()
    if token is None or not _is_of_this_password(token):
        return None
    token.user.signed_in_by = token.by
    token.user.factor_shown = _shown(token, at)
    return token


def _shown(token, at):
    """The mark of the token; that something will be shown later counts no longer than it may."""
    factor = getattr(token.user, "second_factor", None)
    late = factor is not None and not asking.may_wait(factor, at)
    return marks.NONE if token.factor == marks.LATER and late else token.factor


def note_use(token: AccessToken, *, at: datetime) -> None:
    """Once a minute is exact enough, and spares a write on every request."""
    if token.last_used_at and at - token.last_used_at < A_MINUTE:
        return
    before = Q(last_used_at=None) | Q(last_used_at__lt=at)
    AccessToken.objects.filter(before, pk=token.pk).update(last_used_at=at)


@leaves_record("token-revoked")
@transaction.atomic
def revoke(*, uid: UUID, user: User, at: datetime) -> bool:
    """End a token of one's own; whoever uses it is a stranger from now on."""
    token = AccessToken.objects.select_for_update().filter(uid=uid, user=user).first()
    if token is None:
        return False
    changes = {"expires_at": (token.expires_at.isoformat(), at.isoformat())}
    thing = AccessToken(pk=token.pk)
    token.delete()
    trail.thing_changed(scope=trail.HOUSE, thing=thing, changes=changes, by=user, at=at)
    return True


def of(user: User, *, at: datetime) -> list[AccessToken]:
    """What acts for this person today, newest first."""
    rows = user.tokens.living(at).select_related("user").order_by("-made_at", "-pk")
    return [token for token in rows if _is_of_this_password(token)]


def _is_of_this_password(token):
    return constant_time_compare(token.password_mark, token.user.get_session_auth_hash())
