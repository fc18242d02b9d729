"""Residents sign in with their phone and a code; nobody can ask us who is registered.

The reply to "send me a code" is the same for every number. Only the owner of a phone learns
whether it is known here, by typing the code that reached it.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts import limits, text_messages
from accounts.models import SignInCode, User
from accounts.secrets import blind_index

log = logging.getLogger("zerentian")
CODE_LIFE = timedelta(minutes=10)
TRIES = 5

# Asked, in order, for a person who has this phone but never signed in (see residents.apps).
_newcomers: list[Callable[..., User | None]] = []


class WrongCode(Exception):
    """Not the code we sent, or it is used up, too old, or was tried too often."""


class UnknownPhone(Exception):
    """The code was right, but nobody is registered with this phone, or several people are."""


def welcomes_newcomers(source: Callable[..., User | None]) -> None:
    """Register `source(phone, create=…)`: the account for a phone no account has yet, or None.

    With create=False it must change nothing and only say whether there is somebody.
    """
    _newcomers.append(source)


def request_code(*, phone: str, network: str, at: datetime) -> str:
    """Make a code and send it, if somebody has this phone. Returns it, for the demo's page.

    Raises limits.TooOften: one a minute and five a day for a number, twenty an hour for a network.
    """
    index = blind_index("phone", phone)
    limits.spend("code-minute", index, limit=1, per=timedelta(minutes=1), at=at)
    limits.spend("code-day", index, limit=5, per=timedelta(days=1), at=at)
    limits.spend("code-network", network, limit=20, per=timedelta(hours=1), at=at)
    code = f"{secrets.randbelow(10**6):06d}"
    SignInCode.objects.create(
        phone_index=index,
        code_hash=_hash(index, code),
        made_at=at,
        expires_at=at + CODE_LIFE,
    )
    if not settings.DEMO and _known(phone):
        text = _("【责任田】您的登录验证码是 %(code)s，10 分钟内有效。请不要告诉任何人。")
        _send(phone, text % {"code": code})
    return code


def _send(phone, text):
    """A message that does not leave must not tell a known number from an unknown one."""
    try:
        text_messages.send(phone, text)
    except text_messages.NotSent:
        log.exception("a sign-in code was not sent")


def redeem_code(*, phone: str, code: str, at: datetime) -> User:
    """The account that belongs to the phone. Raises WrongCode, UnknownPhone.

    Not one transaction: a refusal must not roll back the try it counted.
    """
    index = blind_index("phone", phone)
    if not _use_up(index, code, at):
        raise WrongCode
    user = User.objects.with_phone(phone).filter(is_active=True).first() or _newcomer(phone)
    if user is None:
        raise UnknownPhone
    return user


def _use_up(index, code, at):
    """Count a try on the newest code; true for the right code, once."""
    newest = SignInCode.objects.filter(phone_index=index, expires_at__gt=at).order_by("-pk").first()
    if newest is None:
        return False
    alive = SignInCode.objects.filter(pk=newest.pk, used_at__isnull=True, tries__lt=TRIES)
    if not alive.update(tries=F("tries") + 1):
        return False
    if not constant_time_compare(newest.code_hash, _hash(index, code)):
        return False
    return SignInCode.objects.filter(pk=newest.pk, used_at__isnull=True).update(used_at=at) == 1


def _known(phone):
    return User.objects.with_phone(phone).filter(is_active=True).exists() or any(
        source(phone, create=False) for source in _newcomers
    )


def _newcomer(phone):
    return next((user for source in _newcomers if (user := source(phone, create=True))), None)


def _hash(index, code):
    return blind_index("code", f"{index}:{code}")
