from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import drafts, passwords, sign_in, staff, two_people
from accounts.by_phone import passphrases, proven, sending
from accounts.evidence import clock, events
from accounts.evidence.events import By, Kind
from accounts.evidence.whence import whence
from accounts.factors import asking, cards, marks, setting_up
from accounts.forms import CodeForm, PassphraseForm, PasswordForm, PhoneForm
from accounts.password_views import CHOOSE
from foundation import rate_limits, sealing
from foundation.access import open_to_all

A_YEAR = 60 * 60 * 24 * 365
PHONE = "phone to sign in"
LEFTOVERS = (
    "phone",
    "ticket",
    "demo_code",
    "kept_for_code",
    proven.PROVEN,
    proven.OLD_NUMBER,
    passphrases.OPENED,
    passphrases.BY_CARD,
)
"""What a session knew before somebody came in; none of it is theirs."""


def ask_to_sign_in(request):
    """A stranger, or somebody whose session ended: what was typed already is not lost."""
    if request.wants_fragment:
        page = urlsplit(request.htmx.current_url or "/").path
        return redirect_to_sign_in(page)
    if request.method != "POST":
        return redirect_to_sign_in(request.get_full_path())
    return render(
        request,
        "accounts/sign_in.html",
        {
            "form": PasswordForm(),
            "next": drafts.page_of(request),
            "kept": drafts.seal(request, owner=request.expired_owner),
            "lost_files": bool(request.FILES),
        },
        status=401,
    )


def redirect_to_sign_in(page):
    response = redirect(settings.LOGIN_URL)
    if page != "/":
        response["Location"] += f"?{urlencode({'next': page})}"
    return response


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in_page(request):
    """Staff: name and password."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(next_page(request))
    form = PasswordForm(request.POST if "username" in request.POST else None)
    status = 200
    if form.is_valid():
        try:
            if entered := _with_password(request, form.cleaned_data):
                return entered
        except rate_limits.TooOften as too_often:
            wait, status = too_often.minutes(timezone.now()), 429
            sentence = _("这里输错密码的次数太多了，请过 %(wait)s 分钟再试。")
            form.add_error(None, sentence % {"wait": wait})
        else:
            form.add_error(None, _("登录名或密码不对，请再看一看。连着错 5 次要等 15 分钟。"))
    context = {"form": form, "next": next_page(request), "kept": request.POST.get("kept", "")}
    return render(request, "accounts/sign_in.html", context, status=status)


def _with_password(request, typed):
    """The way in for a right password, or for a code in its place; None for a wrong one."""
    now = timezone.now()
    user = passwords.check(request, **typed, with_code=True, at=now)
    if user is not None:
        clock.compare(request.POST.get("clock", ""), at=now)
    if user is not None and user.code_until is None:
        return welcome(request, user, by="password")
    if user is not None and staff.use_up_code(user, at=now):
        events.note(Kind.CODE_USED, whence(request), account=user.uid, by=By.PASSWORD, at=now)
        welcome(request, user, by="password", factor=_by_card(request, user, typed, now))
        request.session[CHOOSE] = True
        return redirect("accounts:password")
    return None


def _by_card(request, user, typed, now):
    """The mark of a phone that the first card of somebody registers; None where it was no card."""
    if not cards.use_up(user, typed["password"], at=now):
        return None
    here = whence(request)
    events.note(Kind.CARD_USED, here, account=user.uid, at=now)
    if asking.need(user, now) != asking.Need.ANY:
        return None
    name = setting_up.name_of(request.headers.get("User-Agent", ""))
    setting_up.register_device(user=user, name=name, whence=here, at=now)
    return marks.DEVICE


@open_to_all
@require_http_methods(["GET", "POST"])
def phone_page(request):
    """Residents, step one: which phone the code goes to."""
    offered = request.GET.get("phone", "") if settings.DEMO else ""  # of invented people only
    form = PhoneForm(request.POST if "phone" in request.POST else None, initial={"phone": offered})
    if form.is_valid():
        ticket = request.session.get("ticket", "")
        if sent := sending.send(request, form, at=timezone.now(), ticket=ticket):
            request.session["phone"] = sealing.seal(sent.phone, context=PHONE)
            request.session["ticket"] = sent.ticket
            request.session["demo_code"] = sent.demo_code
            request.session["kept_for_code"] = request.POST.get("kept", "")
            return redirect(f"{reverse('accounts:code')}?{urlencode({'next': next_page(request)})}")
    context = {"form": form, "next": next_page(request), "kept": request.POST.get("kept", "")}
    return render(request, "accounts/phone.html", context)


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def code_page(request):
    """Residents, step two: the code. The answer to a wrong one says nothing about the number."""
    phone = _phone_of(request)
    if not phone:
        return redirect("accounts:phone")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in.redeem_code(
                phone=phone,
                code=form.cleaned_data["code"],
                ticket=request.session.get("ticket", ""),
                whence=whence(request),
                at=timezone.now(),
            )
        except sign_in.WrongCode:
            form.add_error("code", _("验证码不对或已过期。请核对短信，或者重新要一个。"))
        except sign_in.UnknownPhone:
            form.add_error(
                None, _("这个号码还没有登记在哪位居民名下。请到社区柜台登记，几分钟就好。")
            )
        except sign_in.NotConfirmed:
            proven.note(request, phone, at=timezone.now())
            return redirect("numbers:not-confirmed")
        except sign_in.NeedsPassphrase:
            proven.note(request, phone, at=timezone.now())
            return redirect(
                f"{reverse('accounts:passphrase')}?{urlencode({'next': next_page(request)})}"
            )
        else:
            return welcome(request, user, by="code", draft=request.session["kept_for_code"])
    context = {
        "form": form,
        "phone": phone,
        "next": next_page(request),
        "demo_code": request.session.get("demo_code"),
    }
    return render(request, "accounts/code.html", context)


@open_to_all
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def passphrase_page(request):
    """Residents, step three where several people have one phone: who of them it is."""
    now = timezone.now()
    phone = proven.phone_of(request, at=now)
    if not phone:
        return redirect("accounts:phone")
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        try:
            typed = form.cleaned_data["passphrase"]
            about = {"whence": whence(request), "at": now}
            user = sign_in.redeem_passphrase(phone=phone, passphrase=typed, **about)
        except passphrases.Wrong:
            form.add_error("passphrase", _("口令不对，请再看一看。忘了可以到社区柜台重新定。"))
        except rate_limits.TooOften as too_often:
            form.add_error(None, wait_a_while(too_often, now))
        else:
            draft = request.session.get("kept_for_code", "")
            return welcome(request, user, by="code", draft=draft)
    context = {"form": form, "next": next_page(request)}
    return render(request, "accounts/passphrase.html", context)


def wait_a_while(too_often, now) -> str:
    """Why nothing more is tried for now, and when it may be."""
    return _("试得太多了，请过 %(wait)s 分钟再试。") % {"wait": too_often.minutes(now)}


def _phone_of(request):
    """The number typed on the page before; sessions are rows that a backup holds, so sealed."""
    try:
        return sealing.unseal(request.session.get("phone", ""), context=PHONE)
    except sealing.CannotOpen:
        return ""


@open_to_all
@require_POST
def sign_out(request):
    if request.user.is_authenticated:
        now = timezone.now()
        events.note(Kind.SIGNED_OUT, whence(request), account=request.user.uid, at=now)
    logout(request)
    messages.success(request, _("您已经退出了。"))
    return redirect("accounts:sign-in")


@open_to_all
@require_POST
def choose_language(request):
    response = redirect(next_page(request))
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie("language", chosen, A_YEAR, samesite="Lax")
    return response


@open_to_all
@require_POST
def choose_type_size(request):
    response = redirect(next_page(request))
    big = "1" if request.POST.get("big") == "1" else "0"
    response.set_cookie("big", big, A_YEAR, samesite="Lax")
    return response


def locked_out(request):
    """After five wrong passwords."""
    return render(request, "accounts/locked_out.html", status=429)


def welcome(request, user, *, by, draft="", factor=None):
    """Begin the session of somebody who proved who they are, and send them on.

    `by` is "password" or "code"; `draft` is one that did not come with this form. `factor` is the
    mark of what they showed besides the password, where the door need not find out.
    """
    onward, draft = next_page(request), draft or request.POST.get("kept", "")
    backend = "grids.backends.PostingBackend"
    login(request, user, backend=backend)
    at = timezone.now()
    now = at.isoformat()
    if factor is None:
        factor = asking.at_the_door(user, whence(request), at) if by == "password" else marks.NONE
    request.session.update({"by": by, "since": now, "seen": now, "factor": factor})
    if factor == marks.LATER:
        messages.info(request, said_later(asking.of(user, at).due_at))
    events.note(Kind.CAME_IN, whence(request), account=user.uid, by=by, at=at)
    if by == "password":
        two_people.came_in(user, at=at)
    for leftover in LEFTOVERS:
        request.session.pop(leftover, None)
    drafts.hand_over(request, draft)
    return redirect(onward)


def said_later(due_at):
    """Until when it may be put off, and where it is done."""
    day = date_format(timezone.localtime(due_at), _("n月j日"))
    words = _("请在 %(day)s前设好第二道验证，以后登录要用。") % {"day": day}
    return format_html('{} <a href="{}">{}</a>', words, reverse("accounts:factor"), _("现在就设"))


def next_page(request, *, default="/"):
    """Where the form or the address asks to go on to; never out of the house."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if allowed and wanted.startswith("/") and wanted != "/" else default
