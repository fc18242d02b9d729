"""The page where the office shows, once a year, that the printed key sheet is still in the safe.

A proof code opens nothing and counts once; yet what is typed here is treated as a secret, for
somebody may type a line of a key instead. It is never repeated, kept or logged.
"""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from config.backup import sheet, signs
from config.backup.manifest import Refused
from foundation import rate_limits
from foundation.access import Audience, open_to
from foundation.typed import CodeField, WholeField
from grids.roles import Duty

TRIES, PER = 5, timedelta(hours=1)  # for each person

LOOKS_AFTER_THE_SHEET = Audience(
    "looks after the key sheet",
    lambda request: any(
        request.reader.holds(duty)
        for duty in (Duty.ADMINISTER, Duty.KEEP_SECURITY, Duty.KEEP_SYSTEM)
    ),
)


class ProofForm(forms.Form):
    """One code, and which one was asked for: somebody else may have typed it meanwhile."""

    key_id = forms.CharField(widget=forms.HiddenInput, max_length=8)
    number = WholeField(widget=forms.HiddenInput)
    code = CodeField(max_length=400)

    def __init__(self, *args, newest: sheet.Sheet, number: int, **kwargs):
        initial = {"key_id": newest.key_id, "number": number}
        super().__init__(*args, initial=initial, **kwargs)
        self.newest = newest
        self.fields["code"].label = _("第 %(n)s 个核对码") % {"n": number}
        self.fields["code"].help_text = _("8 个字符，大小写、空格都不要紧。")
        self.fields["code"].widget = forms.PasswordInput(  # never given back …
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        )
        self.fields["code"].widget.input_type = "text"  # … but read while it is typed

    def clean_key_id(self):
        if self.cleaned_data["key_id"] != self.newest.key_id:
            raise forms.ValidationError(_("密钥页刚换过新的，请拿新的那一张。"))
        return self.cleaned_data["key_id"]

    def clean_code(self):
        typed = self.cleaned_data["code"]
        if len(sheet.plain(typed)) > sheet.CODE:
            text = _("这里只要核对码的 8 个字符。密钥的那几行不要打在电脑上，也不要拍照。")
            raise forms.ValidationError(text)
        return typed


@open_to(LOOKS_AFTER_THE_SHEET)
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def key_sheet(request):
    """When it is to be shown again, and one field for the code."""
    now = timezone.now()
    newest, trouble = _newest()
    if newest is None:
        context = {"trouble": trouble}
        return render(request, "key_sheet.html", context, status=409 if request.POST else 200)
    number = sheet.next_number(newest)
    form = ProofForm(request.POST or None, newest=newest, number=number or len(newest.codes))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        status = _prove(request.user, form, now)
        if status == 200:
            due_at = sheet.to_be_proved_at(newest)
            done = _("核对好了，密钥页还在。下一次：%(day)s以前。") % {"day": signs.day(due_at)}
            messages.success(request, done)
            return redirect("key-sheet")
    return render(
        request, "key_sheet.html", _about(newest, number, now) | {"form": form}, status=status
    )


@sensitive_variables("form")
def _prove(user, form, now: datetime) -> int:
    """The status of the answer; what is wrong stands on the form."""
    about = {"per": PER, "at": now}
    try:
        rate_limits.spend("key-sheet", str(user.pk), limit=TRIES, **about)
        typed = form.cleaned_data
        sheet.prove(form.newest, typed["number"], typed["code"], by=user, at=now)
    except rate_limits.TooOften as too_often:
        wait = {"wait": too_often.minutes(now)}
        form.add_error("code", _("试得太勤了，请过 %(wait)s 分钟再试。") % wait)
        return 429
    except sheet.WrongCode:
        wrong = _("这不是这一张上的第 %(n)s 个核对码，请对着密钥页再看一遍。")
        form.add_error("code", wrong % {"n": form.cleaned_data["number"]})
        return 422
    rate_limits.give_back("key-sheet", str(user.pk), **about)
    return 200


def _newest() -> tuple[sheet.Sheet | None, str | Promise]:
    """The sheet, or why there is none to be shown."""
    try:
        newest = sheet.newest()
    except Refused:
        return None, signs.NOT_OURS
    if newest is None:
        return None, _("还没有密钥页。请管理员在服务器上打印一张（make_keys）。")
    if newest.lacks:
        return None, signs.LACKS_KEYS
    return newest, ""


def _about(newest, number, now):
    due_at = sheet.to_be_proved_at(newest)
    return {
        "key_id": newest.key_id,
        "made_at": datetime.fromisoformat(newest.made_at),
        "proved_at": sheet.proved_at(newest),
        "due_at": due_at,
        "is_due": now > due_at,
        "number": number,
        "all_used": signs.ALL_USED,
        "left": len(newest.codes) - number + 1 if number else 0,
    }
