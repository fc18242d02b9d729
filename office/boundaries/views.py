"""Pages of the street office on which grids change: choose, see what would happen, say yes, go back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import reauthentication
from accounts.forms import ReauthenticationForm
from foundation.parameters import as_uid
from grids import boundaries
from grids.access import for_duty
from grids.boundaries import Kind, parts, preview
from grids.models import BoundaryChange
from grids.roles import Duty, Level
from office.boundaries.forms import FORMS, kinds_for
from office.boundaries.saying import Shown
from office.scoped_admin import administered

USED_UP = gettext_lazy("这张表已经用来调整过一次。请从头再来。")
SHOWN = 25
"""Earlier changes on the first page, the newest first."""


@for_duty(Duty.ADMINISTER)
@require_GET
def index(request):
    """Which community; and what was changed lately."""
    mine = administered(request.reader).valid(on=request.reader.day)
    changes = BoundaryChange.objects.visible_to(request.reader).select_related("area", "by", "grid")
    context = {
        "communities": mine.filter(level=Level.COMMUNITY).order_by("path"),
        "changes": changes.defer("before").order_by("-at", "-pk")[:SHOWN],
    }
    return render(request, "office/boundaries/index.html", context)


@for_duty(Duty.ADMINISTER)
@require_GET
def place(request, code):
    """A community with its grids, or one grid, in numbers; and what can be done with it."""
    area, day = _area(request, code), request.reader.day
    is_grid = area.level == Level.GRID
    lines = _in_numbers([area] if is_grid else list(area.areas.order_by("code")), day)
    valid = set(area.areas.valid(on=day).values_list("pk", flat=True))
    context = {
        "area": area,
        "is_grid": is_grid,
        # One that ended long ago is only shown while something still lies in it.
        "grids": [line for line in lines if line[0].pk in valid or any(n for _, n in line[1])],
        "numbers": lines[0][1] if is_grid else [],
        "kinds": [(form.kind, form.lead) for form in kinds_for(area)],
    }
    return render(request, "office/boundaries/place.html", context)


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def change(request, code):
    """The form; what it would do; and, sent once more from there with the password, it happens."""
    area = _area(request, code)
    kind = request.GET.get("kind", Kind.MOVE)
    if kind not in [form.kind for form in kinds_for(area)]:
        raise Http404
    earlier = _made_before(request)
    if earlier and preview.digest_of(earlier.seen) == request.POST["seen"]:  # a double tap
        return redirect("boundaries:made", earlier.uid)
    typed = request.POST if request.method == "POST" else None
    form = FORMS[Kind(kind)](typed, area=area, reader=request.reader)
    if earlier:
        form.add_error(None, USED_UP)
    if not form.is_valid() or "again" in request.POST:
        return _form_page(request, area, form)
    try:
        if "seen" in request.POST:
            return _once_more(request, area, form)
        return _preview_page(request, area, form, preview.of(form.change(), day=request.reader.day))
    except boundaries.CannotBeDone as refused:
        form.add_error(None, str(refused))
        return _form_page(request, area, form)
    except boundaries.LooksOtherwise as otherwise:
        return _preview_page(request, area, form, otherwise.preview, late=True)


def _made_before(request):
    """What was made under this uid before: by a double tap, or of a page somebody went back to."""
    uid = as_uid(request.POST.get("uid")) if "seen" in request.POST else None
    return BoundaryChange.objects.filter(uid=uid, by=request.user).first() if uid else None


def _once_more(request, area, form):
    now = timezone.now()
    password = _password_form(request, now, request.POST)
    if not (password.is_valid() and reauthentication.has_password(request, password, now)):
        looked = preview.of(form.change(), day=request.reader.day)
        return _preview_page(request, area, form, looked, password=password)
    about = {"uid": form.cleaned_data["uid"], "by": request.user, "at": now}
    try:
        row = boundaries.make(change=form.change(), seen=request.POST["seen"], **about)
    except boundaries.AlreadyMade:
        form.add_error(None, USED_UP)
        return _form_page(request, area, form)
    messages.success(request, _("调整好了。"))
    return redirect("boundaries:made", row.uid)


@for_duty(Duty.ADMINISTER)
@require_GET
def made(request, uid):
    """What a change did, as it was agreed to, and whether it can be taken back."""
    row = _find(request, uid)
    context = {
        "change": row,
        "shown": Shown(row.seen),
        "may_undo": boundaries.may_undo(row),
    }
    return render(request, "office/boundaries/made.html", context)


@for_duty(Duty.ADMINISTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def undo(request, uid):
    """Asks once more, with the password."""
    row, now = _find(request, uid), timezone.now()
    there = reverse("boundaries:made", args=[uid])
    form = _password_form(request, now, request.POST if request.method == "POST" else None)
    if not (form.is_valid() and reauthentication.has_password(request, form, now)):
        context = {"change": row, "form": form, "back": there}
        status = 422 if form.is_bound else 200
        return render(request, "office/boundaries/undo.html", context, status=status)
    try:
        boundaries.undo(row=row, by=request.user, at=now)
    except boundaries.CannotBeDone as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("撤销好了，都恢复成调整以前的样子。"))
    return redirect(there)


def _area(request, code):
    mine = administered(request.reader).filter(level__in=[Level.COMMUNITY, Level.GRID])
    return get_object_or_404(mine.select_related("parent__parent"), code=code)


def _find(request, uid):
    rows = BoundaryChange.objects.visible_to(request.reader)
    people = ("by", "undone_by", "area", "grid__parent", "to__parent")
    return get_object_or_404(rows.select_related(*people), uid=uid)


def _in_numbers(grids, day):
    """[(grid, [(label, how many)])]; one query for each thing that is counted."""
    counted = {each: parts.in_grids(each, grids, day) for each in parts.counted()}
    return [
        (grid, [(each.label, numbers.get(grid.pk, 0)) for each, numbers in counted.items()])
        for grid in grids
    ]


def _password_form(request, now, typed):
    return ReauthenticationForm(typed, ask_password=not reauthentication.is_fresh(request, now))


def _form_page(request, area, form):
    context = {"area": area, "change_form": form}
    status = 422 if form.errors else 200
    return render(request, "office/boundaries/change.html", context, status=status)


def _preview_page(request, area, form, looked, *, password=None, late=False):
    """The form goes along, hidden, with the digest of what is shown."""
    password = password or _password_form(request, timezone.now(), None)
    context = {
        "area": area,
        "change_form": form,
        "asked": [(key, value) for key in form.fields for value in form.data.getlist(key)],
        "preview": looked,
        "shown": Shown(looked.shown()),
        "late": late,
        "form": password,
    }
    status = 409 if late else 422 if password.errors else 200
    return render(request, "office/boundaries/preview.html", context, status=status)
