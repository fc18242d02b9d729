"""Writing: a draft, how it will look and whom it reaches, published; corrected; taken back; dropped."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from announcements import audience, paper, telling, writing
from announcements.forms import TakeBackForm, TextForm, WhereForm, WriteForm
from announcements.models import Announcement
from foundation import once
from grids.access import for_duty
from grids.models import Area, posts
from grids.roles import Duty, Level

both = require_http_methods(["GET", "POST"])
LEVELS = (Level.DISTRICT, Level.TOWNSHIP, Level.COMMUNITY, Level.GRID)


def areas_of(reader):
    """Where the reader may speak for the office."""
    rows = Area.objects.with_duty(reader, Duty.ANNOUNCE).valid(on=reader.day)
    return rows.filter(level__in=LEVELS).select_related("parent").order_by("path")


def _mine(request, uid):
    rows = Announcement.objects.writable_by(request.reader).with_all()
    return get_object_or_404(rows, uid=uid)


@for_duty(Duty.ANNOUNCE)
@both
def new(request):
    """First where, then what; the answer to the form is the preview."""
    areas = list(areas_of(request.reader))
    if not (code := request.GET.get("into")):
        return render(request, "announcements/where.html", {"form": WhereForm(areas=areas)})
    area = next((each for each in areas if each.code == code), None)
    if area is None:
        raise Http404
    sees_care = posts.holds(request.reader, Duty.SEE_CARE, area)
    form = WriteForm(request.POST or None, request.FILES or None, area=area, sees_care=sees_care)
    if form.is_valid():
        about = {"uid": form.cleaned_data["uid"], "to": form.to, "text": form.text}
        about["picture"] = form.cleaned_data["picture"]
        try:
            made, _new = writing.write(**about, by=request.user, at=timezone.now())
        except once.Conflict as conflict:
            form.add_error(None, conflict.sentence)
        else:
            return redirect("announcements:preview", made.uid)
    return _form(request, form, {"area": area})


@for_duty(Duty.ANNOUNCE)
@both
def edit(request, uid):
    """The draft in other words; of what was published, the next version."""
    found = _mine(request, uid)
    if found.taken_back_at:
        return _refused(request, found, writing.TakenBack.sentence)
    version = writing.draft_of(found) or found.current
    form = TextForm(request.POST or None, request.FILES or None, version=version)
    if form.is_valid():
        picture = form.cleaned_data["picture"]
        gone = bool(form.cleaned_data.get("without_picture"))
        about = {"announcement": found, "text": form.text, "picture": picture}
        try:
            writing.revise(**about, without_picture=gone, by=request.user, at=timezone.now())
        except writing.CannotBeDone as refused:
            return _refused(request, found, refused.sentence)
        return redirect("announcements:preview", found.uid)
    return _form(request, form, {"announcement": found, "version": version})


@for_duty(Duty.ANNOUNCE)
@both
def preview(request, uid):
    """Who gets it, as numbers; how it looks on a phone and on paper; and the button that says it."""
    found = _mine(request, uid)
    draft = writing.draft_of(found)
    if draft is None:
        return redirect("announcements:announcement", found.uid)
    error, now = "", timezone.now()
    if request.method == "POST":
        about = {"announcement": found, "seen": request.POST.get("seen", "")}
        try:
            writing.publish(**about, by=request.user, at=now)
        except writing.CannotBeDone as refused:
            error = refused.sentence
        else:
            messages.success(request, _("公告发布了。"))
            return redirect("announcements:announcement", found.uid)
    context = {
        "announcement": found,
        "version": draft,
        "reach": audience.reach(found, request.reader.day),
        "message": telling.sentence(found, draft) if draft.by_message else "",
        "poster": None if found.care else paper.poster(request, found, draft),
        "error": error,
        "today": request.reader.day,
    }
    status = 409 if error else 200
    return render(request, "announcements/preview.html", context, status=status)


@for_duty(Duty.ANNOUNCE)
@both
def take_back(request, uid):
    found = _mine(request, uid)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        about = {"announcement": found, "why": form.cleaned_data["why"]}
        try:
            writing.take_back(**about, by=request.user, at=timezone.now())
        except writing.CannotBeDone as refused:
            return _refused(request, found, refused.sentence)
        messages.success(request, _("收回了，居民看不见了。贴出去的纸请揭下来。"))
        return redirect("announcements:announcement", found.uid)
    context = {"announcement": found, "form": form, "version": found.current}
    status = 422 if form.is_bound else 200
    return render(request, "announcements/take_back.html", context, status=status)


@for_duty(Duty.ANNOUNCE)
@require_POST
def drop(request, uid):
    """A draft that is not needed any more."""
    found = _mine(request, uid)
    was_said = found.current is not None
    try:
        writing.drop(announcement=found)
    except writing.NoDraft as refused:
        return _refused(request, found, refused.sentence)
    messages.success(request, _("稿子删掉了。"))
    if was_said:
        return redirect("announcements:announcement", found.uid)
    return redirect("announcements:said")


def _form(request, form, context):
    status = 422 if form.is_bound else 200
    return render(request, "announcements/write.html", context | {"form": form}, status=status)


def _refused(request, found, sentence):
    messages.error(request, sentence)
    return redirect("announcements:announcement", found.uid)
