"""Somebody holds a number that opens nothing yet, and confirms it with the one they had."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import sign_in
from accounts.by_phone import passphrases, proven, sending
from accounts.evidence.whence import whence
from accounts.forms import CodeForm, PassphraseForm, PhoneForm
from accounts.views import next_page, wait_a_while, welcome
from foundation import rate_limits
from foundation.access import open_to, open_to_all
from residents.access import RESIDENTS
from residents.numbers import confirming

both = require_http_methods(["GET", "POST"])


@open_to_all
@never_cache
@both
def not_confirmed(request):
    """What to do; and the number somebody had before, to which a code may go.

    Whether it is the one is not said: the answer is the same for every number that is typed.
    """
    now = timezone.now()
    if not proven.phone_of(request, at=now):
        return redirect("accounts:phone")
    form = PhoneForm(request.POST or None)
    form.fields["phone"].label = _("您原来的手机号")
    if form.is_valid() and _ask(request, form, now):
        return redirect("numbers:old-number")
    return render(request, "residents/not_confirmed.html", {"form": form})


def _ask(request, form, now):
    sent = sending.send(request, form, at=now)
    if sent is None:
        return False
    proven.note_old(request, sent.phone, at=now)
    request.session["ticket"] = sent.ticket
    request.session["demo_code"] = sent.demo_code
    return True


@open_to_all
@never_cache
@both
def old_number(request):
    """The code that reached the number before; both in one hand confirm the new one."""
    now = timezone.now()
    phone = proven.phone_of(request, at=now)
    old = proven.old_phone_of(request, at=now)
    if not phone or not old:
        return redirect("accounts:phone")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            typed = {"code": form.cleaned_data["code"], "ticket": request.session.get("ticket", "")}
            sign_in.use_code(phone=old, **typed, whence=whence(request), at=now)
            user = confirming.by_old_number(phone=phone, old=old, at=now)
        except sign_in.WrongCode:
            form.add_error("code", _("验证码不对或已过期。请核对短信，或者重新要一个。"))
        except (confirming.NotTheOldNumber, confirming.NothingToConfirm):
            form.add_error(None, _("用这个号码确认不了。请带身份证到社区柜台，几分钟就好。"))
        else:
            draft = request.session.get("kept_for_code", "")
            return welcome(request, user, by="code", draft=draft)
    context = {"form": form, "phone": old, "demo_code": request.session.get("demo_code")}
    return render(request, "residents/old_number.html", context)


@open_to(RESIDENTS)
@never_cache
@sensitive_post_parameters("passphrase")
@both
def open_confidential(request):
    """What is confidential opens for ten minutes, on a phone several people have."""
    form, now = PassphraseForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            passphrases.open_confidential(request, form.cleaned_data["passphrase"], at=now)
        except passphrases.Wrong:
            form.add_error("passphrase", _("口令不对，请再看一看。忘了可以到社区柜台重新定。"))
        except rate_limits.TooOften as too_often:
            form.add_error(None, wait_a_while(too_often, now))
        else:
            return redirect(next_page(request, default="/my/cases/"))
    context = {"form": form, "next": next_page(request, default="")}
    return render(request, "residents/open_confidential.html", context)
