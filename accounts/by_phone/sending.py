"""A page asks for a code to a number; which page it is for is the page's affair."""

import secrets
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import sign_in, tasks
from accounts.evidence.whence import whence
from foundation import rate_limits


class Sent(NamedTuple):
    """A code is under way: to this number, good with this ticket. `demo_code` is for the demo."""

    phone: str
    ticket: str
    demo_code: str


def send(request, form, *, at: datetime, ticket: str = "") -> Sent | None:
    """Have a code sent to the number in a valid form; None, and the form says why, if it is too
    early for another one. `ticket` is one the session has already."""
    phone, ticket = form.cleaned_data["phone"], ticket or secrets.token_urlsafe(24)
    try:
        code = sign_in.request_code(phone=phone, whence=whence(request), ticket=ticket, at=at)
    except rate_limits.TooOften as too_often:
        wait = {"wait": too_often.minutes(at)}
        form.add_error(None, _("验证码要得太勤了，请过 %(wait)s 分钟再试。") % wait)
        return None
    if not settings.DEMO:
        tasks.wake_worker()
    return Sent(phone, ticket, code if settings.DEMO else "")
