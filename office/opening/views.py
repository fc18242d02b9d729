"""The organisation workbook on its pages: the way, what was found, the yes, and back again."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from accounts.forms import ReauthenticationForm
from foundation.tasks import now_or_later
from foundation.work import pages
from foundation.work.rows import NotReady
from grids.access import for_duty
from grids.roles import Duty
from office.models import OrganisationFile
from office.opening import saying, template, workflow
from office.opening.forms import FileForm, streets_of
from office.opening.plan import FILE, KEEP

SHOWN = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = OrganisationFile.State


@for_duty(Duty.ADMINISTER)
@require_http_methods(["GET", "POST"])
def files(request):
    """Upload the workbook, and see what became of the earlier ones."""
    form = FileForm(request.POST or None, request.FILES or None, reader=request.reader)
    if form.is_valid() and (uploaded := _upload(request, form)):
        return redirect("opening:file", uploaded.uid)
    rows = OrganisationFile.objects.visible_to(request.reader).light()
    rows = rows.defer("sealed_found", *rows.BULKY).select_related("street", "uploaded_by")
    context = {
        "form": form,
        "rows": rows.order_by("-uploaded_at", "-pk")[:SHOWN],
        "streets": streets_of(request.reader),
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/opening/files.html", context, status=status)


def _upload(request, form):
    cleaned, now = form.cleaned_data, timezone.now()
    lines = form.seen.rows
    named = {"uid": cleaned["uid"], "file": cleaned["file"], "name": cleaned["file"].name}
    about = {"street": cleaned["street"], "by": request.user, "at": now, "lines": lines}
    try:
        uploaded = workflow.upload(**named, **about)
    except workflow.AlreadyUploaded as conflict:
        form.add_error(None, conflict.sentence)
        return None
    _get_on(uploaded)
    return uploaded


def _get_on(row):
    now_or_later(row, at=timezone.now(), small=row.lines <= workflow.IN_REQUEST)


@for_duty(Duty.ADMINISTER)
@require_GET
def workbook(request, code):
    """The organisation of a street as it is, in the form that is filled in."""
    street = get_object_or_404(streets_of(request.reader), code=code)
    name = _("%(street)s组织表") % {"street": street.name} + ".xlsx"
    content = template.build(street)
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


@for_duty(Duty.ADMINISTER)
@require_GET
def file_page(request, uid):
    """What would change, each fault by its cell, or what became of it."""
    row, now = find(request, uid), timezone.now()
    if row.is_at_work:
        context = {"file": row, **pages.at_work(row)}
        return render(request, "office/opening/at_work.html", context)
    found = saying.Found(row)
    waiting = row.proposals.waiting(now).count() if row.state == State.TAKEN_IN else 0
    context = {"file": row, "found": found, "waiting": waiting}
    context |= {"may_undo": workflow.may_undo(row, now)}
    return render(request, "office/opening/file.html", context)


@for_duty(Duty.ADMINISTER)
@require_GET
def progress(request, uid):
    row = find(request, uid)
    return pages.progress(request, row, there=reverse("opening:file", args=[uid]))


@for_duty(Duty.ADMINISTER)
@require_POST
def answers(request, uid):
    """What the file leaves open: the register's word or the file's."""
    row = find(request, uid)
    keys = {question["key"] for question in saying.Found(row).questions if question["may"]}
    given = {key: request.POST.get(key) for key in keys if request.POST.get(key) in (FILE, KEEP)}
    try:
        workflow.look_again(row=row, answers=given)
    except NotReady:
        messages.info(request, _("这份表已经处理过了。"))
    else:
        _get_on(row)
    return redirect("opening:file", uid)


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def take_in(request, uid):
    """Once more what will happen, and the password."""
    return _once_more(request, uid, workflow.agree, "office/opening/take_in.html")


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def undo(request, uid):
    return _once_more(request, uid, workflow.ask_undo, "office/opening/undo.html")


def _once_more(request, uid, act, page):
    row, now = find(request, uid), timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = ReauthenticationForm(typed, ask_password=not reauthentication.is_fresh(request, now))
    if not (form.is_valid() and reauthentication.has_password(request, form, now)):
        context = {"file": row, "found": saying.Found(row), "form": form}
        return render(request, page, context, status=422 if form.is_bound else 200)
    try:
        act(row=row, by=request.user, at=now)
    except NotReady:
        messages.info(request, _("这份表有错、没有要改的，或者已经处理过了，登记没有动。"))
    else:
        _get_on(row)
    return redirect("opening:file", uid)


@for_duty(Duty.ADMINISTER)
@require_POST
def drop(request, uid):
    if workflow.drop(row=find(request, uid)):
        messages.success(request, _("这次上传已经删除，登记没有动过。"))
    return redirect("opening:files")


def find(request, uid):
    rows = OrganisationFile.objects.visible_to(request.reader)
    people = ("uploaded_by", "taken_in_by", "undone_by")
    return get_object_or_404(rows.select_related("street", *people), uid=uid)
