"""A key in the phone's authenticator (TOTP, RFC 6238), and the six digits it shows."""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from accounts.factors import once_good
from accounts.models import SecondFactor, User

DIGITS, STEP, TOLERANCE = 6, 30, 1
"""Six digits, another one every 30 seconds, and clocks may differ by that much either way."""


def prepare(factor: SecondFactor) -> str:
    """The key that is waiting to be confirmed, made if there is none; base32."""
    if not factor.key:
        factor.key = base64.b32encode(secrets.token_bytes(20)).decode()
        factor.save(update_fields=["sealed_key"])
    return factor.key


def address(user: User, key: str) -> str:
    """What the QR code says, as every authenticator reads it."""
    house = _("责任田")
    about = {"secret": key, "issuer": house, "digits": DIGITS, "period": STEP}
    return (
        f"otpauth://totp/{quote(house)}:{quote(user.username)}?{urlencode(about, quote_via=quote)}"
    )


def accept(factor: SecondFactor, digits: str, at: datetime) -> bool:
    """Whether these are the digits of now, a step before or after; from here on they are used up.

    One conditional UPDATE decides, so of many who send the same digits at once one gets in.
    """
    code = _at(factor, at)
    digits = once_good.cleaned(digits)
    if not digits.isdecimal() or not code.verify(int(digits), TOLERANCE, factor.last_step + 1):
        return False
    step = code.t()
    unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
    return unused.update(last_step=step) == 1


def digits_now(factor: SecondFactor, at: datetime) -> str:
    """For the demo, and for tests."""
    return f"{_at(factor, at).token():0{DIGITS}d}"


def _at(factor, at):
    code = TOTP(base64.b32decode(factor.key), step=STEP, digits=DIGITS)
    code.time = at.timestamp()
    return code
