"""Some deeds want the password of the last quarter of an hour; the session remembers when it was typed."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts import passwords
from accounts.evidence.events import By
from foundation import rate_limits
from foundation.sealing import blind_index

FRESH = timedelta(minutes=15)


def is_fresh(request, at: datetime) -> bool:
    """Whether the password was typed lately, at signing in or since; a code to a phone is none."""
    return request.session.get("by") == "password" and is_recent(request, at)


def is_recent(request, at: datetime) -> bool:
    """Whether they proved who they are within the last quarter of an hour, whichever way."""
    typed = (request.session.get(key) for key in ("since", "confirmed"))
    return any(timedelta(0) <= at - datetime.fromisoformat(when) <= FRESH for when in typed if when)


def confirm(request, password: str, at: datetime) -> bool:
    """Type the password again. Wrong ones count as at the sign-in page, and lock as there.

    Raises rate_limits.TooOften.
    """
    if not is_theirs(request, password, at):
        return False
    request.session["confirmed"] = at.isoformat()
    return True


def is_theirs(request, password: str, at: datetime) -> bool:
    """Whether it is the password of whoever asks; for programs, which have no session to keep it.

    Wrong ones count, as in `confirm`. Raises rate_limits.TooOften.
    """
    name = request.user.username
    user = passwords.check(request, username=name, password=password, by=By.AGAIN, at=at)
    return user is not None and user.pk == request.user.pk


def has_password(request, form, at: datetime, *, form_field: str = "password") -> bool:
    """Whether a valid form got the password it asked for, if it asked; a wrong one is said there."""
    try:
        if form_field not in form.fields or confirm(request, form.cleaned_data[form_field], at):
            return True
    except rate_limits.TooOften:
        form.add_error(form_field, _("密码试得太勤了，请过一刻钟再试。"))
        return False
    form.add_error(form_field, _("密码不对，请再看一看。连着错 5 次要等 15 分钟。"))
    return False


def counted_as(request, credentials) -> str | None:
    """Under which name django-axes counts wrong passwords: one that names nobody in its table."""
    typed = (credentials or request.POST).get("username")
    return blind_index("username", typed) if typed else None
