"""Choose a table, see what would be in it, ask for it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import drafts, reauthentication
from foundation import rate_limits
from foundation.tasks import now_or_later
from grids.access import for_duty
from grids.roles import Duty
from reports import four_eyes
from reports.exports import display, requests
from reports.forms import ExportForm
from reports.models import Export
from reports.tables import TABLES

PAGE = 20


@for_duty(Duty.EXPORT, Duty.APPROVE_EXPORTS)
@require_GET
def choose(request):
    """Which tables there are, what waits for a second person, and what left lately."""
    read = Export.objects.select_related("area", "asked_by").order_by("-pk")
    mine = list(read.of(request.reader)[:PAGE])
    others, waiting = [], []
    if request.reader.holds(Duty.APPROVE_EXPORTS):
        overseen = read.overseen_by(request.reader)
        waiting = list(overseen.filter(state=Export.State.TO_AGREE)[:PAGE])
        others = list(overseen.exclude(state=Export.State.TO_AGREE)[:PAGE])
    context = {
        "tables": TABLES.values() if request.reader.holds(Duty.EXPORT) else [],
        "waiting": [display.row_of(export) for export in waiting],
        "mine": [display.row_of(export) for export in mine],
        "others": [display.row_of(export) for export in others],
    }
    return render(request, "reports/exports.html", context)


@for_duty(Duty.EXPORT)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new(request, table):
    """The form, and beside it how many rows, which columns, and the first of them."""
    if table not in TABLES:
        raise Http404
    table = TABLES[table]
    form = ExportForm(
        request.POST or None, reader=request.reader, table=table, initial=drafts.restore(request)
    )
    only_looks, preview = "look" in request.POST, _preview(request.reader, form)
    if form.is_valid() and not only_looks:
        if export := _order(request, form, takes_two=preview["because"]):
            return redirect("reports:export", export.uid)
    if only_looks:
        if request.wants_fragment:
            return render(request, "reports/_preview.html", preview)
        form.errors.pop("why", None)
    if not preview["because"] or reauthentication.is_fresh(request, timezone.now()):
        del form.fields["password"]
    context = {"table": table, "form": form, **preview}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "reports/new.html", context, status=status)


def _order(request, form, *, takes_two):
    if takes_two and not _is_really_them(request, form):
        return None
    cleaned = form.cleaned_data
    try:
        export = requests.order(
            uid=cleaned["uid"],
            table=form.table.slug,
            ask=form.ask,
            columns=cleaned["columns"],
            full=cleaned.get("full", False),
            why=cleaned["why"],
            form=cleaned["form"],
            by=request.user,
            at=timezone.now(),
        )
    except requests.AlreadyAsked as conflict:
        form.add_error(None, conflict.sentence)
    except requests.NothingToExport:
        form.add_error(None, _("一行也没有。请换个范围或日期。"))
    except requests.TooManyRows:
        form.add_error(None, _("行数超过了一张表能装的。请缩小范围，或者分几段日期导出。"))
    except rate_limits.TooOften as too_often:
        again = date_format(timezone.localtime(too_often.again_at), "DATETIME_FORMAT")
        values = {"most": requests.A_DAY, "again": again}
        form.add_error(None, _("一天最多导出 %(most)s 份，%(again)s 以后再来。") % values)
    else:
        get_on(export)
        return export


def get_on(export):
    """A small table is written at once, a large one by the worker."""
    if export.is_at_work:
        small = export.expected <= Export.IN_REQUEST
        now_or_later(export, at=timezone.now(), small=small)


def _is_really_them(request, form):
    now = timezone.now()
    if reauthentication.is_fresh(request, now):
        return True
    if form.cleaned_data.get("password"):
        return reauthentication.has_password(request, form, now)
    form.add_error("password", _("请输入您的登录密码。"))
    return False


def _preview(reader, form):
    """What the file would hold: of the form as sent, or as it first stands."""
    if form.is_bound:
        form.is_valid()
        ask, typed = form.ask, form.cleaned_data
    else:
        ask, typed = form.first_ask(), form.initial
    if ask is None:
        return {"count": None, "because": ""}
    table, keys, now = form.table, typed.get("columns", []), timezone.now()
    rows = requests.find(table.slug, ask, reader)
    count = rows.count()
    because = four_eyes.because(
        Export.objects,
        by=reader.user,
        holds=table.holds(keys),
        full=typed.get("full", False),
        rows=count,
        at=now,
    )
    return {
        "count": count,
        "sample": display.sample_of(table, keys, rows, reader),
        "because": because and four_eyes.Because(because).label,
        "area": ask.area,
    }
