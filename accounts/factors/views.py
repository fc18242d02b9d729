"""Showing a second factor, and setting one up."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import reauthentication
from accounts.evidence.whence import whence
from accounts.factors import asking, keys, marks, once_good, paper, setting_up
from accounts.factors.asking import Need
from accounts.factors.forms import KeyForm, PaperForm, SecondForm
from accounts.views import next_page
from foundation import rate_limits
from foundation.access import signed_in
from foundation.paper import qr


@signed_in
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_page(request):
    """Asked after the password. Opening the page uses nothing up; its button does."""
    user, now, here = request.user, timezone.now(), whence(request)
    wanted = asking.need(user, now)
    if user.signed_in_by != "password" or wanted == Need.NONE:
        return redirect(next_page(request))
    factor, shown = asking.of(user, now), user.factor_shown
    mark = shown if shown in marks.OWN else asking.at_the_door(user, here, now)
    if mark != marks.LATER and marks.opens(mark, own=wanted == Need.OWN):
        return _let_in(request, mark)
    if mark == marks.LATER:  # whoever comes here with a card need not wait till the last day
        request.session["factor"] = mark
    if wanted == Need.OWN and not factor.has_own and asking.may_set_up(factor, mark or shown):
        request.session["factor"] = mark or shown
        return redirect(_with_next(request, "accounts:factor"))
    by_card = factor.needs_card or not factor.has_own
    initial = {"code": _for_the_demo(factor, now)}
    form = SecondForm(request.POST or None, initial=initial, by_card=by_card)
    if form.is_valid() and (entered := _accept(request, form, now)):
        return entered
    context = {"form": form, "factor": factor, "next": next_page(request), "by_card": by_card}
    context["may_set_up"] = asking.may_set_up(factor, mark)
    context["may_wait"] = mark == marks.LATER
    return render(
        request, "accounts/factors/second.html", context, status=422 if form.is_bound else 200
    )


def _accept(request, form, now):
    here, user = whence(request), request.user
    try:
        mark = asking.accept(user, form.cleaned_data["code"], here, at=now)
    except asking.Wrong:
        form.add_error("code", _("这个码不对，或者已经用过。请再看一看，或者换一个。"))
        return None
    except rate_limits.TooOften:
        form.add_error("code", _("试得太勤了，请过一刻钟再试。"))
        return None
    if mark == marks.CARD and asking.need(user, now) == Need.ANY:
        name = setting_up.name_of(request.headers.get("User-Agent", ""))
        setting_up.register_device(user=user, name=name, whence=here, at=now)
        messages.success(request, _("这台设备登记好了，以后在这里登录只要密码。"))
        mark = marks.DEVICE
    return _let_in(request, mark)


def _let_in(request, mark):
    """Another session key goes with another right (A4)."""
    request.session["factor"] = mark
    request.session.pop("idle", None)  # another way of coming in may have another time
    request.session.cycle_key()
    if mark == marks.CARD:
        return redirect(_with_next(request, "accounts:factor"))
    if mark == marks.PAPER and (left := paper.left(request.user)) <= 3:
        words = _("纸上的码还剩 %(left)s 个，请打印新的。")
        messages.warning(request, words % {"left": left})
    return redirect(next_page(request))


def _for_the_demo(factor, now):
    """The demo fills in the digits, for nobody has its phone."""
    return keys.digits_now(factor, now) if settings.DEMO and factor.key_confirmed_at else ""


# Setting up


@signed_in
@never_cache
@sensitive_variables("key", "context")
@require_http_methods(["GET"])
def factor_page(request):
    """What there is, and how to get another one."""
    if not _may_set_up(request):
        return redirect(_with_next(request, "accounts:second"))
    return _factor_page(request)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_POST
def confirm_key(request):
    """The digits the phone shows: now its key counts."""
    if not _may_set_up(request):
        return redirect(_with_next(request, "accounts:second"))
    now = timezone.now()
    form = KeyForm(request.POST, ask_password=not reauthentication.is_fresh(request, now))
    if form.is_valid() and _may(request, form, now):
        digits, about = form.cleaned_data["digits"], {"user": request.user, "at": now}
        if setting_up.confirm_key(digits=digits, whence=whence(request), **about):
            update_session_auth_hash(request, request.user)
            messages.success(request, _("设好了。以后登录，输完密码再输手机上的 6 位数字。"))
            return _let_in(request, marks.KEY)
        form.add_error("digits", _("这 6 位数字不对。手机的时间准不准？等它换一组再试。"))
    return _factor_page(request, key_form=form)


@signed_in
@never_cache
@sensitive_post_parameters()
@sensitive_variables("codes", "context")
@require_POST
def print_codes(request):
    """Ten codes, on this answer and nowhere else."""
    if not _may_set_up(request):
        return redirect(_with_next(request, "accounts:second"))
    now = timezone.now()
    form = PaperForm(request.POST, ask_password=not reauthentication.is_fresh(request, now))
    if not form.is_valid() or not _may(request, form, now):
        return _factor_page(request, paper_form=form)
    codes = setting_up.print_codes(user=request.user, whence=whence(request), at=now)
    update_session_auth_hash(request, request.user)
    request.session["factor"] = marks.PAPER
    codes = [once_good.in_groups(code) for code in codes]
    context = {"codes": codes, "day": timezone.localdate(now), "next": next_page(request)}
    return render(request, "accounts/factors/paper_codes.html", context)


@signed_in
@require_POST
def end_device(request, uid):
    """One's own, from wherever one is signed in."""
    devices = setting_up.devices_of(request.user).select_related("user")
    device = get_object_or_404(devices, uid=uid)
    if settings.DEMO:
        messages.warning(request, _("这是大家一起用的演示，第二道验证不能改。"))
        return redirect("accounts:factor")
    about = {"whence": whence(request), "at": timezone.now()}
    setting_up.end_device(device=device, by=request.user, **about)
    messages.success(request, _("停用了，那台设备上的登录已经退出。"))
    request.user.refresh_from_db(fields=["endings"])
    update_session_auth_hash(request, request.user)
    return redirect("accounts:factor")


def _factor_page(request, key_form=None, paper_form=None):
    user, now = request.user, timezone.now()
    factor = asking.of(user, now)
    ask = not reauthentication.is_fresh(request, now)
    key = "" if factor.key_confirmed_at else keys.prepare(factor)
    context = {
        "factor": factor,
        "wanted": asking.need(user, now),
        "waits": asking.may_wait(factor, now),
        "key": once_good.in_groups(key),
        "code": qr.svg(keys.address(user, key)) if key else "",
        "key_form": key_form or KeyForm(ask_password=ask),
        "paper_form": paper_form or PaperForm(ask_password=ask),
        "paper_left": paper.left(user),
        "devices": list(setting_up.devices_of(user)),
        "next": next_page(request),
    }
    wrong = bool(key_form or paper_form)
    return render(request, "accounts/factors/factor.html", context, status=422 if wrong else 200)


def _may_set_up(request):
    """Residents have none; for whoever came in with a code to a phone there is no such page."""
    if request.user.signed_in_by != "password":
        raise Http404
    factor = asking.of(request.user, timezone.now())
    return asking.may_set_up(factor, request.user.factor_shown)


def _may(request, form, now):
    if settings.DEMO:
        form.add_error(None, _("这是大家一起用的演示，第二道验证不能改。"))
        return False
    return reauthentication.has_password(request, form, now)


def _with_next(request, name):
    there = next_page(request)
    return reverse(name) + (f"?{urlencode({'next': there})}" if there != "/" else "")
