"""What a clerk says about a roster: which column is what, who is who, and that it be undone."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from foundation.parameters import whole_number
from foundation.work.rows import NotReady
from grids.access import for_duty
from grids.roles import Duty
from residents.models import Roster
from residents.roster import workflow
from residents.roster.deciding import answers as deciding
from residents.roster.forms import ColumnsForm
from residents.roster.reading import column_names
from residents.roster.saying import faulty_workbook, places_first
from residents.roster.saying.result import GONE, HELD, Part, RosterPart
from residents.roster.saying.sentences import verdict_of
from residents.roster.views.uploads import XLSX, find_roster, get_on
from residents.roster.writing import undoing

NOT_NOW = gettext_noop("这份名册已经处理过了，没有再改。")


@for_duty(Duty.IMPORT_ROSTER)
@require_http_methods(["GET", "POST"])
def columns(request, uid):
    """Say which column of the sheet is what; remembered for the next file of this community."""
    found = find_roster(request, uid)
    top = column_names.top_of(found, whole_number(request, "line"))
    if found.state not in (Roster.State.TO_MAP, Roster.State.CHECKED) or top is None:
        return redirect("residents:roster", uid)
    form = ColumnsForm(request.POST or None, top=top)
    if form.is_valid():
        column_names.remember(found.community, form.columns)
        return _check_again(request, found, read_anew=True)
    context = {"roster": found, "top": top, "form": form, "verdict": verdict_of(found)}
    status = 422 if form.is_bound else 200
    return render(request, "residents/columns.html", context, status=status)


def _check_again(request, found, *, read_anew=False, answers=None):
    try:
        workflow.look_again(roster=found, read_anew=read_anew, answers=answers)
    except NotReady:
        messages.info(request, _(NOT_NOW))
    else:
        get_on(found, people=found.findings.get("people", found.findings.get("expected", 0)))
    return redirect("residents:roster", found.uid)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def hand_back(request, uid):
    """The faulty lines as a workbook; on record like every table that leaves the house."""
    found = find_roster(request, uid)
    if not (found.findings.get("faulty") or found.findings.get("asked")):
        raise Http404
    content, rows = faulty_workbook.hand_back(roster=found, by=request.user, at=timezone.now())
    if not rows:
        messages.info(request, _("留下的行只保存 30 天，已经没有了。"))
        return redirect("residents:roster", uid)
    name = found.file_name.rpartition(".")[0] or found.file_name
    file_name = _("%(name)s（没有导入的行）.xlsx") % {"name": name}
    return FileResponse(content, as_attachment=True, filename=file_name, content_type=XLSX)


@for_duty(Duty.IMPORT_ROSTER)
@require_http_methods(["GET", "POST"])
def places(request, uid):
    """The workbook that registers the buildings it names; once they are, the file is read anew."""
    found = find_roster(request, uid)
    if request.method == "POST":
        return _check_again(request, found, read_anew=True)
    content = places_first.of_roster(found)
    if content is None:
        messages.info(request, _("名册里的楼栋都已经登记了，请再查一遍。"))
        return redirect("residents:roster", uid)
    file_name = _("%(community)s组织表") % {"community": found.community.name} + ".xlsx"
    return FileResponse(content, as_attachment=True, filename=file_name, content_type=XLSX)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def answer_questions(request, uid):
    """What cannot be told from the file alone; with the answers it is read anew."""
    found = find_roster(request, uid)
    part = RosterPart(found, {"part": Part.ASKED, "page": request.GET.get("page", "")})
    form = part.questions(request.POST) if part.name == Part.ASKED else None
    if form is None or not form.is_valid() or not form.answers:
        return redirect("residents:roster", uid)
    return _check_again(request, found, read_anew=True, answers=form.answers)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def answer_pairs(request, uid):
    """The same person, two people, or later; the check follows at once."""
    found = find_roster(request, uid)
    part = RosterPart(found, {"part": HELD, "page": request.GET.get("page", "")})
    form = part.form(request.POST) if part.name == HELD else None
    if form is None or not form.is_valid():
        return redirect("residents:roster", uid)
    changed = deciding.answer_pairs(
        roster=found, answers=form.answers, by=request.user, at=timezone.now()
    )
    if changed and found.state == Roster.State.CHECKED:
        return _check_again(request, found)
    return redirect(part.here)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def answer_absent(request, uid):
    """Moved away, still here, or to be asked; nobody moves without an answer."""
    found = find_roster(request, uid)
    part = RosterPart(found, {"part": GONE, "page": request.GET.get("page", "")})
    form = part.form(request.POST) if part.name == GONE else None
    if form and form.is_valid():
        now = timezone.now()
        changed = deciding.answer_absences(
            roster=found, answers=form.answers, by=request.user, at=now, on=timezone.localdate(now)
        )
        text = ngettext("记下了 %(n)s 人。", "记下了 %(n)s 人。", changed) % {"n": changed}
        messages.success(request, text)
    return redirect(part.here)


@for_duty(Duty.IMPORT_ROSTER)
@require_POST
def take_up(request, uid):
    """The lines decided since become a roster of their own, checked like any other."""
    found = find_roster(request, uid)
    try:
        again = workflow.take_up(roster=found, by=request.user, at=timezone.now())
    except NotReady:
        messages.info(request, _("没有定好的行。"))
        return redirect("residents:roster", uid)
    get_on(again, people=again.findings["people"])
    return redirect("residents:roster", again.uid)


@for_duty(Duty.IMPORT_ROSTER)
@require_http_methods(["GET", "POST"])
def undo(request, uid):
    """Ask once more, then put everything back, or say what rests on it."""
    found = find_roster(request, uid)
    now = timezone.now()
    if request.method == "GET" and undoing.may_undo(found, now):
        return render(request, "residents/undo.html", {"roster": found})
    if request.method == "POST":
        try:
            undoing.agree(roster=found, by=request.user, at=now)
        except NotReady:
            messages.info(request, _("这份名册不能撤销了：已经撤销过，或者过了 30 天。"))
        else:
            get_on(found, people=found.findings.get("people", 0))
    return redirect("residents:roster", uid)
