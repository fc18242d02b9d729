"""Several posts in one form: choose, see what it would do, say yes to all of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import reauthentication
from accounts.forms import ReauthenticationForm
from foundation.parameters import as_whole_number
from grids.access import for_duty
from grids.roles import Duty
from office.posts import doing, looking
from office.posts.forms import (
    FIRST_LINES,
    MORE_LINES,
    MOST_LINES,
    MOST_SHOWN,
    FilterForm,
    GiveForm,
    LeaveForm,
    posts_of,
)
from office.posts.steps import refusals


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def give(request):
    """One person several posts, or several people the same."""
    typed = request.POST if request.method == "POST" else None
    lines = _lines(request.POST.get("lines"))
    more = "more" in request.POST
    if more:
        lines = min(lines + MORE_LINES, MOST_LINES)
    chosen = as_whole_number(request.GET.get("user", ""))
    initial = {"people": [chosen]} if chosen else {}
    form = GiveForm(typed, reader=request.reader, lines=lines, initial=initial)
    page = Page(request, form, "office/posts/give.html", {"most": MOST_LINES})
    return page.form_page(200) if more else page.answer()


def _lines(typed):
    lines = as_whole_number(typed or "") or FIRST_LINES
    return max(1, min(lines, MOST_LINES))


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def leave(request):
    """Several posts end, or go on in another area."""
    posting = request.method == "POST"
    filters = FilterForm(request.GET, reader=request.reader)
    rows = filters.narrow(posts_of(request.reader))
    shown = list(rows[: MOST_SHOWN + 1])
    typed = request.POST if posting else None
    form = LeaveForm(typed, reader=request.reader, shown=shown[:MOST_SHOWN])
    context = {"filters": filters, "cut": len(shown) > MOST_SHOWN, "shown": MOST_SHOWN}
    context["any"] = bool(shown)
    return Page(request, form, "office/posts/leave.html", context).answer()


class Page:
    """The road both forms go: form → preview → all of it, or back to the form with the reasons."""

    def __init__(self, request, form, template, context):
        self.request, self.form, self.template = request, form, template
        self.context, self.now = context, timezone.now()

    def answer(self):
        if not self.form.is_valid() or "again" in self.request.POST:
            return self.form_page(422 if self.form.errors else 200)
        steps = self.form.steps()
        why = refusals(steps, by=self.request.user, today=timezone.localdate(self.now))
        if why:
            return self.form_page(422, refused=why)
        if "seen" not in self.request.POST:
            return self.preview_page(looking.of(steps))
        password = self._password(self.request.POST)
        if not (
            password.is_valid() and reauthentication.has_password(self.request, password, self.now)
        ):
            return self.preview_page(looking.of(steps), password=password)
        try:
            done = doing.do(
                steps=steps, seen=self.request.POST["seen"], by=self.request.user, at=self.now
            )
        except doing.LooksOtherwise:
            return self.preview_page(looking.of(steps), late=True)
        _say(self.request, done)
        return redirect("office:proposals" if done.asked else "admin:grids_posting_changelist")

    def form_page(self, status, refused=()):
        context = self.context | {"posts_form": self.form, "refused": refused}
        return render(self.request, self.template, context, status=status)

    def preview_page(self, looked, *, password=None, late=False):
        password = password or self._password(None)
        form = self.form
        keys = [*form.fields, "lines"]
        context = {
            "preview": looked,
            "asked": [(key, value) for key in keys for value in form.data.getlist(key)],
            "loses": [(name, _("、").join(places)) for name, places in looked.loses],
            "without": [_(text) % values for text, values in looked.without],
            "late": late,
            "form": password,
        }
        status = 409 if late else 422 if password.errors else 200
        return render(self.request, "office/posts/preview.html", context, status=status)

    def _password(self, typed):
        ask = not reauthentication.is_fresh(self.request, self.now)
        return ReauthenticationForm(typed, ask_password=ask)


def _say(request, done):
    if n := len(done.at_once):
        text = ngettext("办好了 %(n)s 个岗位。", "办好了 %(n)s 个岗位。", n)
        messages.success(request, text % {"n": n})
    if n := len(done.asked):
        text = ngettext(
            "%(n)s 个岗位提出来了，等第二个人一起确认；在那以前还什么都没有改。",
            "%(n)s 个岗位提出来了，等第二个人一起确认；在那以前还什么都没有改。",
            n,
        )
        messages.success(request, text % {"n": n})
