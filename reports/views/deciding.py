"""A second person looks at what is to leave, and says yes or no."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import reauthentication
from accounts.two_people import are_two
from grids.access import for_duty
from grids.roles import Duty
from reports.exports import display, requests
from reports.forms import DecideForm
from reports.models import Export
from reports.tables import TABLES
from reports.views.asking import get_on


@for_duty(Duty.APPROVE_EXPORTS)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def decide(request, uid):
    """Only what waits for a second person, and never one's own."""
    waiting = Export.objects.overseen_by(request.reader).select_related("area", "asked_by")
    export, now = get_object_or_404(waiting, uid=uid), timezone.now()
    if export.state != Export.State.TO_AGREE:
        messages.info(request, _("这份导出已经有人看过了。"))
        return redirect("reports:export", uid)
    if not are_two(export.asked_by, request.user, timezone.localdate(now)):
        return _not_a_second(request, export)
    form = DecideForm(
        request.POST or None, ask_password=not reauthentication.is_fresh(request, now)
    )
    if form.is_valid() and reauthentication.has_password(request, form, now):
        _do(request, export, form.cleaned_data, now)
        return redirect("reports:exports")
    context = {
        "export": export,
        "table": TABLES[export.table],
        "facts": display.summary_of(export),
        "form": form,
        "back": "reports:exports",
    }
    return render(request, "reports/decide.html", context, status=422 if form.errors else 200)


def _not_a_second(request, export):
    words = _(
        "这份导出要请别的同事批准：最近 30 天里，您和导出的人有一方给另一方开过账号、安排过岗位"
        "或给过登录码，或者这些都是同一个人办的。"
    )
    messages.warning(request, words)
    return redirect("reports:export", export.uid)


def _do(request, export, cleaned, now):
    try:
        if cleaned["answer"] == "agree":
            requests.agree(export=export, by=request.user, at=now)
            get_on(export)
            messages.success(request, _("批准了。文件只有导出的人能下载。"))
        else:
            requests.refuse(export=export, reason=cleaned["words"], by=request.user, at=now)
            messages.success(request, _("没有批准，原因已经告诉导出的人。"))
    except requests.NotASecond:
        _not_a_second(request, export)
    except requests.NotReady:
        messages.info(request, _("这份导出已经有人看过了。"))
    except requests.NotTheirs:
        raise Http404 from None
