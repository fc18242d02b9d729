"""One export: how far it is, and the file."""

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from foundation.work.pages import at_work
from foundation.work.pages import progress as progress_of
from grids.access import for_duty
from grids.roles import Duty
from reports.exports import display, requests
from reports.models import Export
from reports.tables import TABLES

TYPES = {
    Export.Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Form.CSV: "text/csv; charset=utf-8",
}


def find(request, uid):
    exports = Export.objects.visible_to(request.reader)
    return get_object_or_404(exports.select_related("area", "asked_by", "agreed_by"), uid=uid)


@for_duty(Duty.EXPORT, Duty.APPROVE_EXPORTS)
@require_GET
def export_page(request, uid):
    export = find(request, uid)
    mine = export.asked_by_id == request.user.pk
    context = {
        "export": export,
        "table": TABLES[export.table],
        "facts": display.summary_of(export),
        "mine": mine,
        "may_fetch": mine and export.state == Export.State.READY,
        "may_decide": not mine and export.state == Export.State.TO_AGREE,
        **(at_work(export) if export.is_at_work else {}),
    }
    return render(request, "reports/export.html", context)


@for_duty(Duty.EXPORT)
@require_GET
def progress(request, uid):
    """Asked every two seconds while the worker is at it."""
    there = reverse("reports:export", args=[uid])
    return progress_of(request, find(request, uid), there=there)


@for_duty(Duty.EXPORT)
@never_cache
@require_GET
def fetch(request, uid):
    """The file, for whoever asked for it; everybody else finds nothing here."""
    export = find(request, uid)
    try:
        content = requests.take(export=export, by=request.user, at=timezone.now())
    except requests.NotTheirs:
        raise Http404 from None
    except requests.NotReady:
        messages.info(request, _("文件已经没有了：写好以后只留 24 小时。要用请再导出一次。"))
        return redirect("reports:export", uid)
    answer = StreamingHttpResponse(content, content_type=TYPES[export.form])
    answer["Content-Disposition"] = content_disposition_header(True, name_of(export))
    return answer


def name_of(export) -> str:
    """Of our own words and codes only: nothing anybody typed."""
    day = timezone.localdate(export.ready_at)
    return f"{TABLES[export.table].label}-{export.area.code}-{day:%Y%m%d}.{export.form}"


@for_duty(Duty.EXPORT)
@require_POST
def withdraw(request, uid):
    export = get_object_or_404(Export.objects.of(request.reader), uid=uid)
    if requests.withdraw(export=export):
        messages.success(request, _("文件已经删掉。谁在什么时候导出过，记录还在。"))
    return redirect("reports:exports")
