"""The pages of the audit post. All of them read; one hands over a file, on record."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from foundation.api import keyset
from grids.access import for_duty
from grids.roles import Duty
from reports.oversight import answering, reach, taking
from reports.oversight.forms import AnswerForm, AskedForm, TakeForm
from reports.oversight.registers import REGISTERS, Asked

ORDER = ("-at", "-pk")


@for_duty(Duty.AUDIT)
@require_GET
def index(request, slug="sign-ins"):
    """One register, newest first, narrowed by person, kind and days."""
    register = _register(slug)
    form = _asked_form(request, register)
    asked = form.asked() if form.is_valid() else Asked()
    rows = register.rows(request.reader, asked)
    page = keyset.page(rows, order=ORDER, cursor=request.GET.get("before", ""), or_first=True)
    question = _question(request)
    context = {
        "register": register,
        "registers": REGISTERS.values(),
        "form": form,
        "lines": register.lines(page.items),
        "question": question,
        "next": f"?{question}&before={page.next}" if page.next else "",
        "take_form": TakeForm(),
    }
    return render(request, "oversight/index.html", context)


@for_duty(Duty.AUDIT)
@never_cache
@require_POST
def take(request, slug):
    """The same lines as a file, after a reason."""
    register = _register(slug)
    form = _asked_form(request, register)
    why = TakeForm(request.POST)
    if why.is_valid() and form.is_valid():
        about = {"by": request.user, "at": timezone.now(), "why": why.cleaned_data["why"]}
        try:
            text = taking.take(
                register=register, reader=request.reader, asked=form.asked(), **about
            )
        except taking.TooMany:
            why.add_error("why", _("超过 20,000 行，请缩短日期，分几次导出。"))
        else:
            return _file(register, text)
    context = {"register": register, "take_form": why, "question": _question(request)}
    return render(request, "oversight/take.html", context, status=422)


@for_duty(Duty.AUDIT)
@require_GET
def answer(request):
    """What an account or a lost device had before it between two moments."""
    now = timezone.localtime()
    form = AnswerForm(
        request.GET if "since" in request.GET else None,
        accounts=reach.staff(request.reader),
        initial={
            "since": (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
            "until": now.strftime("%Y-%m-%dT%H:%M"),
            "device": request.GET.get("device", ""),
            "account": request.GET.get("account", ""),
        },
    )
    answers = None
    if form.is_valid():
        span = form.cleaned_data["since"], form.cleaned_data["until"]
        accounts = [form.cleaned_data["account"]] if form.cleaned_data["account"] else None
        if accounts is None:
            device = form.cleaned_data["device"]
            accounts = answering.accounts_of(request.reader, device, *span)
        answers = [answering.answer(request.reader, each, *span) for each in accounts]
    return render(request, "oversight/answer.html", {"form": form, "answers": answers})


def _register(slug):
    if slug not in REGISTERS:
        raise Http404
    return REGISTERS[slug]


def _asked_form(request, register):
    accounts = reach.staff(request.reader)
    return AskedForm(request.GET, accounts=accounts, with_kind=register.slug == "sign-ins")


def _question(request):
    names = ("account", "kind", "since", "until", "device")
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def _file(register, text):
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    day = timezone.localdate()
    response["Content-Disposition"] = f'attachment; filename="{register.slug}-{day}.csv"'
    return response
