"""Whoever works here chooses their own password, and nobody else does."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import reauthentication, staff
from accounts.forms import NewPasswordForm
from foundation.access import signed_in

CHOOSE = "choose_password"
"""In the session of somebody who came in with a code: nothing else opens before (middleware)."""


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_page(request):
    """The old password first, unless a code good for this has just been used up."""
    user, now = request.user, timezone.now()
    if not user.username:
        raise Http404
    by_code = request.session.get("by") == "code"
    excused = request.session.get(CHOOSE) or (by_code and reauthentication.is_recent(request, now))
    form = NewPasswordForm(request.POST or None, user=user, ask_old=not excused)
    if form.is_valid() and _may(request, form, now):
        staff.choose_password(user=user, password=form.cleaned_data["password1"], at=now)
        messages.success(request, _("新密码记下了，在别处的登录都已失效。"))
        if by_code:
            logout(request)
            return redirect("accounts:sign-in")
        request.session.pop(CHOOSE, None)
        update_session_auth_hash(request, user)
        return redirect("/")
    return render(request, "accounts/password.html", {"form": form, "new": excused})


def _may(request, form, now):
    if settings.DEMO:
        form.add_error(None, _("这是大家一起用的演示，密码不能改。"))
        return False
    return reauthentication.has_password(request, form, now, form_field="old")
