"""我的 → 本人登记: whoever works here says which register entry is theirs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import sign_in
from accounts.by_phone import sending
from accounts.evidence.whence import whence
from accounts.forms import CodeForm, PhoneForm
from foundation import sealing
from foundation.access import signed_in
from residents.own import entries

PHONE = "phone of one's own entry"


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def own_entry(request):
    """First the phone, then the code that reached it; the same answer for every number."""
    if request.reader.signed_in_by != "password":
        raise Http404
    if "again" in request.POST:
        _forget(request)
        return redirect("residents:own-entry")
    phone = _phone_of(request)
    form = (CodeForm if phone else PhoneForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _confirm if phone else _send
        if answer(request, form, phone):
            return redirect("residents:own-entry")
    context = {"form": form, "phone": phone, "mine": entries.own_entry(request.user)}
    context |= {"demo_code": request.session.get("own_demo_code")}
    return render(request, "residents/own_entry.html", context)


def _send(request, form, _phone):
    sent = sending.send(request, form, at=timezone.now())
    if sent is None:
        return False
    request.session["own_phone"] = sealing.seal(sent.phone, context=PHONE)
    request.session["own_ticket"] = sent.ticket
    request.session["own_demo_code"] = sent.demo_code
    return True


def _confirm(request, form, phone):
    code, now = form.cleaned_data["code"], timezone.now()
    try:
        entries.confirm(
            user=request.user,
            phone=phone,
            code=code,
            ticket=request.session.get("own_ticket", ""),
            whence=whence(request),
            at=now,
        )
    except sign_in.WrongCode:
        form.add_error("code", _("验证码不对或已过期。请核对短信，或者重新要一个。"))
    except entries.NotOneEntry:
        form.add_error(
            None, _("这个号码还没有单独登记在一位居民名下。请到社区柜台登记，几分钟就好。")
        )
    except entries.NotConfirmed:
        form.add_error(
            None, _("这个号码是您自己写进登记的，还没有人确认。请同事在柜台确认过，再来认。")
        )
    else:
        _forget(request)
        messages.success(request, _("认好了。您自己和家里人的事，系统会提醒交给别的同事办。"))
        return True
    return False


def _phone_of(request):
    try:
        return sealing.unseal(request.session.get("own_phone", ""), context=PHONE)
    except sealing.CannotOpen:
        return ""


def _forget(request):
    for typed in ("own_phone", "own_ticket", "own_demo_code"):
        request.session.pop(typed, None)
