"""Action pages: find the case, call the workflow once, answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import drafts
from cases import consequences, forms, need_to_know, timeline, workflow
from cases.models import Case
from cases.views.reading import READ_WITH
from grids.access import for_duty
from grids.roles import Duty

both = require_http_methods(["GET", "POST"])


@for_duty(Duty.TRIAGE_CASES)
@both
def accept(request, uid):
    def form(*args, case, **kwargs):
        on = timezone.localdate()
        sees = consequences.secret_from_all_but(case, by=request.user, on=on)
        return forms.AcceptForm(*args, case=case, sees=sees, **kwargs)

    return _decide(request, uid, "accept", form, workflow.accept)


@for_duty(Duty.TRIAGE_CASES)
@both
def send_back(request, uid):
    return _decide(request, uid, "return", forms.ReturnForm, workflow.send_back)


@for_duty(Duty.SEE_CASES)
@both
def resubmit(request, uid):
    return _decide(request, uid, "resubmit", forms.ResubmitForm, workflow.resubmit)


@for_duty(Duty.TRIAGE_CASES)
@both
def refer_out(request, uid):
    return _decide(request, uid, "refer_out", forms.ReferOutForm, workflow.refer_out)


@for_duty(Duty.TRIAGE_CASES)
@both
def dispatch(request, uid):
    def form(*args, case, **kwargs):
        workers = need_to_know.workers(case, on=timezone.localdate())
        return forms.DispatchForm(*args, case=case, workers=workers, **kwargs)

    return _decide(request, uid, "dispatch", form, workflow.dispatch)


@for_duty(Duty.HANDLE_CASES)
@both
def handle(request, uid):
    return _decide(request, uid, "handle", forms.HandleForm, workflow.handle)


@for_duty(Duty.TRIAGE_CASES)
@both
def rework(request, uid):
    return _decide(request, uid, "rework", forms.ReworkForm, workflow.rework)


@for_duty(Duty.TRIAGE_CASES)
@both
def close(request, uid):
    return _decide(request, uid, "close", forms.CloseForm, workflow.close)


# Where somebody goes on after a decision; otherwise to the case itself.
NEXT = {
    "return": "cases:desk",
    "refer_out": "cases:desk",
    "dispatch": "cases:desk",
    "rework": "cases:desk",
    "close": "cases:desk",
    "handle": "cases:mine",
}


DONE = {
    "accept": gettext_lazy("%(number)s 受理了，接着可以派人去办。"),
    "return": gettext_lazy("%(number)s 请反映人补充了。"),
    "resubmit": gettext_lazy("%(number)s 补充好了。"),
    "refer_out": gettext_lazy("%(number)s 转出去了，反映人会看到去向。"),
    "dispatch": gettext_lazy("%(number)s 派出去了。"),
    "handle": gettext_lazy("%(number)s 办好了，等社区答复。"),
    "rework": gettext_lazy("%(number)s 请经办人再办一办。"),
    "close": gettext_lazy("%(number)s 办结了，反映人会看到答复。"),
}


def _decide(request, uid, action, make_form, do):
    """The road all decisions take. Who may not decide finds nothing, as everywhere."""
    case = _case_for(request.reader, uid, action)
    if request.method == "GET" and case.status not in workflow.MOVES[action].came:
        messages.info(request, _("这一步已经不用办了，下面是最新情况。"))
        return redirect("cases:case", uid=case.uid)
    form = make_form(
        request.POST or None, request.FILES or None, case=case, initial=drafts.restore(request)
    )
    if form.is_valid():
        try:
            details = _as_the_workflow_names_it(form.cleaned_data)
            do(case=case, by=request.user, at=timezone.now(), **details)
        except workflow.StaleCase as stale:
            return _somebody_was_first(request, action, form, stale)
        except workflow.NotAllowed:
            raise Http404 from None
        messages.success(request, DONE[action] % {"number": case.number})
        return redirect(NEXT[action]) if action in NEXT else redirect("cases:case", uid=case.uid)
    return _page(request, action, case, form, status=422 if form.is_bound else 200)


def _as_the_workflow_names_it(cleaned):
    return {("pictures" if name == "photos" else name): value for name, value in cleaned.items()}


def _case_for(reader, uid, action):
    case = get_object_or_404(Case.objects.visible_to(reader).select_related(*READ_WITH), uid=uid)
    if not workflow.may(case, action, reader):
        raise Http404
    return case


def _somebody_was_first(request, action, form, stale):
    """409: what the other one did, and what was typed here is still in the form."""
    case = _case_for(request.reader, stale.case.uid, action)
    step = stale.last_step
    other = {
        "who": timeline.who(case, step, to=request.reader),
        "what": timeline.TITLES.get(step.action, ""),
        "at": step.at,
    }
    form.data = form.data.copy()
    form.data["version"] = str(case.version)
    still = case.status in workflow.MOVES[action].came
    return _page(request, action, case, form, other=other, still=still, status=409)


def _page(request, action, case, form, *, status, other=None, still=True, **more):
    context = {
        "case": case,
        "form": form,
        "move": workflow.MOVES[action],
        "other": other,
        "still": still,
        "follows": consequences.sentences(case, action, by=request.user),
    }
    return render(request, "cases/decide.html", context | more, status=status)
