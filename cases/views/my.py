"""What a resident sees of their own reports: never more, and nobody else's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import drafts
from cases import need_to_know, timeline, workflow
from cases.forms.deciding import Decision, form_of
from cases.models import Photo, Status
from cases.moves import MOVES
from cases.views import own
from cases.views.reading import links
from foundation.access import open_to, signed_in
from notices.quiet_hours import is_quiet
from residents.access import RESIDENTS

NEWEST, ALL = 3, 100

residents_only = open_to(RESIDENTS)


def _mine(request):
    return own.reports_of(request).select_related("category")


@residents_only
@require_GET
def my_cases(request):
    cases = _mine(request).order_by("-reported_at", "-pk")[:ALL]
    context = {"lines": _lines(cases), "closed": not own.is_all_open(request)}
    return render(request, "cases/my_cases.html", context)


@signed_in
@require_GET
def of_mine(request):
    """The newest reports, for /my/. Staff who live elsewhere have none. What is confidential does not
    stand where others at home see it in passing."""
    if not hasattr(request.user, "person"):
        return HttpResponse()
    cases = _mine(request).filter(confidential=False).order_by("-reported_at", "-pk")[:NEWEST]
    return render(request, "cases/_of_mine.html", {"lines": _lines(cases)})


@residents_only
@require_GET
@own.asks_passphrase
def my_case(request, uid):
    """How far it is, in plain words, and the answer."""
    case = get_object_or_404(_mine(request).select_related("handler"), uid=uid)
    rows = list(case.steps.all())
    photos = case.photos.filter(stage=Photo.Stage.REPORT)
    context = {
        "case": case,
        "plainly": timeline.plainly(case),
        "stages": timeline.stages(case, rows),
        "ahead": timeline.AHEAD.get(case.status),
        "question": timeline.question(case, rows),
        "photos": [links(photo) for photo in photos],
        "harm": case.category.harm and case.status == Status.REPORTED,
        "named": need_to_know.names_of(case) if case.category.harm else [],
        "is_night": is_quiet(timezone.now()),
    }
    return render(request, "cases/my_case.html", context)


@residents_only
@require_http_methods(["GET", "POST"])
@own.asks_passphrase
def my_answer(request, uid):
    """The resident answers our question."""
    case = get_object_or_404(_mine(request).select_related("reporter", "community"), uid=uid)
    if request.method == "GET" and case.status != Status.RETURNED:
        return redirect("cases:my-case", uid=case.uid)
    form = form_of(MOVES["resubmit"])(
        request.POST or None, case=case, initial=drafts.restore(request)
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            workflow.resubmit(case=case, by=request.user, at=timezone.now(), **form.cleaned_data)
        except workflow.StaleCase:
            form.add_error(
                None, _("社区已经先往下办了，这些话还没有发出去。要紧的话请打社区电话。")
            )
            status = 409
        else:
            messages.success(request, _("您的话发给社区了。"))
            return redirect("cases:my-case", uid=case.uid)
    question = case.steps.filter(action="return").last()
    context = {"case": case, "form": form, "question": question.note if question else ""}
    return render(request, "cases/my_answer.html", context, status=status)


@residents_only
@require_POST
@own.asks_passphrase
def my_withdraw(request, uid):
    """Take a report back while nobody has taken it on."""
    case = get_object_or_404(_mine(request).select_related("reporter"), uid=uid)
    form = Decision(request.POST, case=case)
    if not form.is_valid():
        return redirect("cases:my-case", uid=case.uid)
    try:
        workflow.withdraw(case=case, by=request.user, at=timezone.now(), **form.cleaned_data)
    except workflow.StaleCase as stale:
        if stale.case.status != Status.WITHDRAWN:
            messages.warning(request, _("社区已经在办了，收不回来。不用办了的话，请打社区电话。"))
    else:
        messages.success(request, MOVES["withdraw"].done)
    return redirect("cases:my-case", uid=case.uid)


MARKS = {
    Status.RETURNED: "message-circle-question-mark",
    Status.CLOSED: "message-square-check",
    Status.REFERRED: "message-square-share",
    Status.WITHDRAWN: "undo-2",
}


def _lines(cases):
    return [
        {
            "case": case,
            "title": _("只让该知道的人知道的事") if case.confidential else case.title,
            "plainly": timeline.PLAINLY[case.status],
            "mark": MARKS.get(case.status, "hourglass"),
        }
        for case in cases
    ]
