"""Action pages: find the case, call the workflow once, answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import drafts
from cases import consequences, timeline, workflow
from cases.forms.deciding import form_of
from cases.models import Case
from cases.moves import Move
from cases.views import late
from cases.views.reading import READ_WITH
from grids.access import for_duty

both = require_http_methods(["GET", "POST"])


def page(move: Move):
    """The page of one move of the table."""

    @for_duty(move.duty)
    @both
    def decide(request, uid):
        return _decide(request, uid, move)

    return decide


def _decide(request, uid, move):
    """The road all decisions take. Who may not decide finds nothing, as everywhere."""
    case = _case_for(request.reader, uid, move)
    if request.method == "GET" and case.status not in move.came:
        messages.info(request, _("这一步已经不用办了，下面是最新情况。"))
        _note_late(request, case, move, drafts.take(request))
        return redirect("cases:case", uid=case.uid)
    form = form_of(move)(
        request.POST or None,
        request.FILES or None,
        case=case,
        by=request.user,
        initial=drafts.restore(request),
    )
    if form.is_valid():
        try:
            details = _as_the_workflow_names_it(form.cleaned_data)
            make = workflow.FUNCTIONS[move.action]
            make(case=case, by=request.user, at=timezone.now(), **details)
        except workflow.StaleCase as stale:
            return _somebody_was_first(request, move, form, stale)
        except workflow.NotAllowed:
            raise Http404 from None
        messages.success(request, move.done % {"number": case.number})
        return redirect(move.then) if move.then else redirect("cases:case", uid=case.uid)
    return _page(request, move, case, form, status=422 if form.is_bound else 200)


def _as_the_workflow_names_it(cleaned):
    return {("pictures" if name == "photos" else name): value for name, value in cleaned.items()}


def _case_for(reader, uid, move):
    case = get_object_or_404(Case.objects.visible_to(reader).select_related(*READ_WITH), uid=uid)
    if not workflow.may(case, move.action, reader):
        raise Http404
    return case


def _somebody_was_first(request, move, form, stale):
    """409: what the other one did, and what was typed here is still in the form."""
    case = _case_for(request.reader, stale.case.uid, move)
    step = stale.last_step
    other = {
        "who": timeline.who(case, step, to=request.reader),
        "what": timeline.title(step.action),
        "at": step.at,
    }
    form.data = form.data.copy()
    form.data["version"] = str(case.version)
    still = case.status in move.came
    pictures = form.cleaned_data.get("photos") or []
    if not still:
        _note_late(request, case, move, dict(form.data.lists()), pictures)
    elif pictures:
        form.add_error("photos", _("照片要请您重新选一次。"))
    return _page(request, move, case, form, other=other, still=still, status=409)


def _note_late(request, case, move, fields, pictures=()):
    """This reader sees the case, so what they wrote may stand in it, for whoever goes on."""
    words = late.words_of(move, fields)
    if words or pictures:
        facts = {"words": words, "pictures": pictures, "by": request.user, "at": timezone.now()}
        workflow.note_late(case=case, move=move, **facts)
        messages.info(request, _("您写的已经记进这件事里，后面办的人看得到。"))


def _page(request, move, case, form, *, status, other=None, still=True, **more):
    context = {
        "case": case,
        "form": form,
        "move": move,
        "other": other,
        "still": still,
        "follows": consequences.sentences(case, move, by=request.user),
    }
    return render(request, "cases/decide.html", context | more, status=status)
