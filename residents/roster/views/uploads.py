from django.contrib import messages
from django.forms import Form
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from foundation.api import keyset
from foundation.tasks import now_or_later
from foundation.work.pages import at_work
from foundation.work.pages import progress as progress_of
from foundation.work.rows import NotReady
from grids.access import for_duty
from grids.roles import Duty
from office.models import StreetOpening
from residents.models import Meeting, Roster, RosterPage
from residents.roster import pages, workflow
from residents.roster.forms import RosterForm, TakeInForm
from residents.roster.saying.places_first import places_first_of
from residents.roster.saying.result import RosterPart, held_in
from residents.roster.saying.sentences import (
    built_on_of,
    row_of,
    sentences_of,
    verdict_of,
)
from residents.roster.saying.sums import sum_of
from residents.roster.template import build as build_template
from residents.roster.tied import may_take_in_the_right
from residents.roster.writing import cleanup, undoing

PAGE = 25
RIGHT = "right"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_duty(Duty.IMPORT_ROSTER)
@require_http_methods(["GET", "POST"])
def imports(request):
    """Upload a roster, and see what became of the earlier ones."""
    form = RosterForm(request.POST or None, request.FILES or None, reader=request.reader)
    if form.is_valid() and (uploaded := _upload(request, form)):
        return redirect("residents:roster", uploaded.uid)
    rosters = Roster.objects.visible_to(request.reader).light()
    page = keyset.page(
        rosters.select_related("community", "uploaded_by"),
        order=("-uploaded_at", "-pk"),
        cursor=request.GET.get("before", ""),
        size=PAGE,
        or_first=True,
    )
    context = {"form": form, "rows": [row_of(each) for each in page.items]}
    if not request.wants_fragment:
        context["held"] = held_in(Roster.objects.visible_to(request.reader))
        context["met"] = Meeting.objects.visible_to(request.reader).waiting().count()
    if page.next:
        context["next"] = f"{reverse('residents:imports')}?before={page.next}"
    name = "residents/_roster_rows.html" if request.wants_fragment else "residents/imports.html"
    return render(request, name, context, status=422 if form.is_bound else 200)


def _upload(request, form):
    cleaned, now = form.cleaned_data, timezone.now()
    file = cleaned["file"]
    try:
        uploaded = workflow.upload(
            uid=cleaned["uid"],
            file=file,
            name=file.name,
            community=cleaned["community"],
            by=request.user,
            at=now,
            expected=form.seen.rows,
            made_on=cleaned["made_on"],
        )
    except workflow.AlreadyUploaded as conflict:
        form.add_error(None, conflict.sentence)
        return None
    get_on(uploaded, people=form.seen.rows)
    return uploaded


def get_on(waiting, *, people):
    """A small roster goes on at once, a large one with the worker."""
    now_or_later(waiting, at=timezone.now(), small=people <= workflow.IN_REQUEST)


@for_duty(Duty.IMPORT_ROSTER)
@require_GET
def roster_page(request, uid):
    """The dry run or what became of it: what changes, field by field, and every faulty line."""
    found = find_roster(request, uid)
    if found.is_at_work:
        return render(request, "residents/roster_at_work.html", {"roster": found, **at_work(found)})
    if found.state == Roster.State.TO_MAP:
        return redirect("residents:roster-columns", uid)
    part = RosterPart(found, request.GET)
    if request.wants_fragment:
        return render(request, "residents/_part.html", {"roster": found, "part": part})
    verdict = verdict_of(found)
    context = {
        "roster": found,
        "verdict": verdict,
        "may_take_in": verdict.may_take_in and found.state == Roster.State.CHECKED,
        "may_take_in_the_right": may_choose_the_right(found),
        "may_undo": undoing.may_undo(found, timezone.now()),
        "may_map": found.state == Roster.State.CHECKED and bool(found.findings.get("people")),
        "decided": part.decided,
        "places_first": places_first_of(found),
        "administers": request.reader.holds(Duty.ADMINISTER),
        "leads_on": _leads_on(request, found),
        "sum": sum_of(found.findings),
        "sentences": sentences_of(found),
        "part": part,
        "built_on": built_on_of(pages.read(found, RosterPage.Part.BUILT_ON, 1)),
    }
    return render(request, "residents/roster.html", context)


def _leads_on(request, found):
    """Whoever opens the street goes on where its steps are."""
    taken_in = found.state == Roster.State.TAKEN_IN and request.reader.holds(Duty.ADMINISTER)
    return taken_in and not StreetOpening.objects.open_on(request.reader.day).filter(
        street=found.community.parent_id
    )


@for_duty(Duty.IMPORT_ROSTER)
@require_GET
def progress(request, uid):
    """Asked every two seconds while the worker is at it."""
    there = reverse("residents:roster", args=[uid])
    return progress_of(request, find_roster(request, uid), there=there)


@for_duty(Duty.IMPORT_ROSTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def take_in(request, uid):
    """Say yes. Where numbers change they are listed first, and it takes a reason and the password.

    With ?only=right what is faulty stays out; that is asked once more, too.
    """
    found, now = find_roster(request, uid), timezone.now()
    only_the_right = request.GET.get("only") == RIGHT and may_choose_the_right(found)
    numbers = found.findings.get("numbers") if found.state == Roster.State.CHECKED else 0
    reason = ""
    if only_the_right or (numbers and not found.findings.get("faulty")):
        form = _take_in_form(request, numbers, now)
        if not (form.is_valid() and reauthentication.has_password(request, form, now)):
            return _ask_once_more(request, found, form, only_the_right=only_the_right)
        reason = form.cleaned_data.get("reason", "")
    elif request.method == "GET":
        return redirect("residents:roster", uid)
    try:
        workflow.agree(
            roster=found, by=request.user, at=now, reason=reason, only_the_right=only_the_right
        )
    except NotReady:
        messages.info(request, _("这份名册有错，或者已经处理过了，没有再导入。"))
        return redirect("residents:roster", uid)
    get_on(found, people=found.findings.get("people", 0))
    return redirect("residents:roster", uid)


def may_choose_the_right(found):
    return found.state == Roster.State.CHECKED and may_take_in_the_right(found.findings)


def _take_in_form(request, numbers, now):
    typed = request.POST if request.method == "POST" else None
    if not numbers:
        return Form(typed)
    return TakeInForm(typed, ask_password=not reauthentication.is_fresh(request, now))


def _ask_once_more(request, found, form, *, only_the_right):
    context = {
        "roster": found,
        "form": form,
        "part": RosterPart(found, {"part": RosterPage.Part.NUMBERS}),
        "sum": sum_of(found.findings),
    }
    name = "residents/take_in_the_right.html" if only_the_right else "residents/take_in.html"
    return render(request, name, context, status=422 if form.is_bound else 200)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def drop(request, uid):
    if cleanup.drop(roster=find_roster(request, uid)):
        messages.success(request, _("这次上传已经删除，登记没有动过。"))
    return redirect("residents:imports")


@for_duty(Duty.IMPORT_ROSTER)
@require_GET
def template(request):
    return FileResponse(
        build_template(),
        as_attachment=True,
        filename=_("名册模板") + ".xlsx",
        content_type=XLSX,
    )


def find_roster(request, uid):
    rosters = Roster.objects.visible_to(request.reader).light()
    people = ("uploaded_by", "taken_in_by", "undone_by")
    return get_object_or_404(rosters.select_related("community", *people), uid=uid)
