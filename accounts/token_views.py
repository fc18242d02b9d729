"""Where somebody lets a program act for them, sees which ones do, and ends it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import reauthentication, tokens
from accounts.factors import marks
from accounts.forms import TokenForm
from foundation.access import signed_in


@signed_in
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("text", "context")
@require_http_methods(["GET", "POST"])
def tokens_page(request):
    """Make one after typing the password lately; its text is on this answer and nowhere else."""
    now = timezone.now()
    may_make = request.session.get("by") == "password"
    ask = not reauthentication.is_fresh(request, now)
    form = TokenForm(request.POST or None, ask_password=ask) if may_make else None
    made, text = _make(request, form, now) if form and form.is_valid() else (None, "")
    context = {
        "form": TokenForm(ask_password=False) if made else form,
        "made": made,
        "text": text,
        "tokens": tokens.of(request.user, at=now),
    }
    wrong = form is not None and form.is_bound and not made
    return render(request, "accounts/tokens.html", context, status=422 if wrong else 200)


def _make(request, form, now):
    cleaned = form.cleaned_data
    if not reauthentication.has_password(request, form, now):
        return None, ""
    try:
        return tokens.issue(
            user=request.user,
            name=cleaned["name"],
            days=cleaned["days"],
            by="password",
            factor=request.user.factor_shown or marks.LATER,
            at=now,
        )
    except tokens.TooMany:
        form.add_error(None, _("您已经有 10 个令牌，请先停用一个。"))
        return None, ""


@signed_in
@require_POST
def revoke(request, uid):
    if not tokens.revoke(uid=uid, user=request.user, at=timezone.now()):
        raise Http404
    messages.success(request, _("停用了，那个程序马上就进不来了。"))
    return redirect("accounts:tokens")
