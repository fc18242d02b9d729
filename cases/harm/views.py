"""Who is told when somebody is being hurt at home; and letting people read who looked."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import reauthentication
from cases import workflow
from cases.harm import looks, receivers
from cases.harm.forms import ReceiverForm
from cases.models import Case, HarmReceiver
from foundation.access import Audience, open_to
from grids.access import for_duty
from grids.roles import Duty

WHO_CHOOSES = Audience(
    "who chooses receivers",
    lambda request: (
        request.reader.holds(Duty.RECEIVE_CONFIDENTIAL) or request.reader.holds(Duty.ADMINISTER)
    ),
)


@open_to(WHO_CHOOSES)
@require_GET
def communities(request):
    """Every community of this person's, who is told there, and what is lacking."""
    found = receivers.chosen(receivers.communities_set_by(request.reader), on=timezone.localdate())
    lines = [(area, rows, receivers.wanting(rows)) for area, rows in found.items()]
    return render(request, "cases/receivers.html", {"lines": lines})


@open_to(WHO_CHOOSES)
@require_http_methods(["GET", "POST"])
def community(request, code):
    area, now = _community(request.reader, code), timezone.now()
    rows = receivers.chosen([area], on=timezone.localdate(now))[area]
    there = {each.row.user_id for each in rows}
    candidates = receivers.candidates(area, by=request.user, on=timezone.localdate(now))
    form = ReceiverForm(
        request.POST or None,
        candidates=[user for user in candidates if user.pk not in there],
        ask_password=not reauthentication.is_fresh(request, now),
    )
    if form.is_valid() and reauthentication.has_password(request, form, now):
        user, is_woman = form.cleaned_data["user"], form.cleaned_data["is_woman"]
        receivers.choose(community=area, user=user, is_woman=is_woman, by=request.user, at=now)
        messages.success(
            request, _("以后这个社区有人被伤害，%(name)s会收到。") % {"name": user.name}
        )
        return redirect("cases:receivers-of", code=area.code)
    context = {"area": area, "rows": rows, "lacks": receivers.wanting(rows), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "cases/receivers_of.html", context, status=status)


@open_to(WHO_CHOOSES)
@require_POST
def let_go(request, pk):
    rows = HarmReceiver.objects.select_related("community", "user")
    row = get_object_or_404(rows.filter(community__in=_areas(request.reader)), pk=pk)
    receivers.let_go(row=row, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s不再接待。") % {"name": row.user.name})
    return redirect("cases:receivers-of", code=row.community.code)


@for_duty(Duty.TRIAGE_CASES)
@require_POST
def release_looks(request, uid):
    """The officer in charge finds that it is safe for those at home to read who looked."""
    visible = Case.objects.visible_to(request.reader).filter(confidential=True)
    case = get_object_or_404(visible.select_related("category", "reporter"), uid=uid)
    if not workflow.may(case, "accept", request.reader):
        raise Http404
    looks.release(case=case, by=request.user, at=timezone.now())
    messages.success(request, _("到现在为止谁看过号码，本人看得到了。"))
    return redirect("cases:case", uid=uid)


def _areas(reader):
    return receivers.communities_set_by(reader)


def _community(reader, code):
    for area in _areas(reader):
        if area.code == code:
            return area
    raise Http404
