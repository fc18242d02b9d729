"""The office asks somebody to take posts over; who is asked looks, and says yes or no."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from foundation.access import signed_in
from foundation.parameters import as_uid
from grids import handing_over
from grids.access import duty_audience, for_duty
from grids.models import Handover
from grids.roles import Duty
from office.handing_over.forms import HandoverForm
from office.registers.reach import staff_of

SHOWN = 50
administers = duty_audience(Duty.ADMINISTER)
both = require_http_methods(["GET", "POST"])
DONE = {
    "accept": gettext_lazy("接好了。到那天岗位和在办的事都在您这里。"),
    "decline": gettext_lazy("告诉街道了，会另外安排人。"),
    "withdraw": gettext_lazy("收回了，什么也没有动。"),
}


@for_duty(Duty.ADMINISTER)
@require_GET
def index(request):
    """What waits and what was answered lately; and whose posts to hand over next (`who`)."""
    if who := as_uid(request.GET.get("who")):
        return redirect("handing-over:new", who)
    rows = Handover.objects.administered_by(request.reader).select_related("user", "to")
    staff = staff_of(request.reader).order_by("name", "pk")
    context = {"rows": rows.order_by("-asked_at", "-pk")[:SHOWN], "staff": staff}
    return render(request, "office/handing_over/index.html", context)


@for_duty(Duty.ADMINISTER)
@both
def new(request, uid):
    """Posts, a successor and a day; nothing moves before the successor's yes."""
    user = get_object_or_404(staff_of(request.reader), uid=uid)
    form = HandoverForm(request.POST or None, user=user, reader=request.reader)
    if form.is_valid():
        about = {"user": user, "by": request.user, "at": timezone.now()}
        try:
            row = handing_over.ask(**form.cleaned_data, **about)
        except handing_over.CannotBeDone as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("问过了，等接手的人同意；同意以前什么也没有动。"))
            return redirect("handing-over:handover", row.uid)
    status = 422 if form.errors else 200
    context = {"form": form, "who": user}
    return render(request, "office/handing_over/new.html", context, status=status)


@signed_in
@both
def handover_page(request, uid):
    """What would move; for who is asked yes and no, for the office to take it back."""
    rows = Handover.objects.visible_to(request.reader)
    row = get_object_or_404(rows.select_related("user", "to", "asked_by"), uid=uid)
    is_asked = row.to_id == request.user.pk
    administered = Handover.objects.administered_by(request.reader)
    withdraws = not is_asked and administered.filter(pk=row.pk).exists()
    acts = {"accept": handing_over.accept, "decline": handing_over.decline} if is_asked else {}
    acts |= {"withdraw": handing_over.withdraw} if withdraws else {}
    if act := acts.get(request.POST.get("do", "")):
        try:
            act(handover=row, by=request.user, at=timezone.now())
        except handing_over.CannotBeDone as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, DONE[request.POST["do"]])
        return redirect("handing-over:handover", uid)
    waits = row.state == Handover.State.WAITING
    context = {
        "row": row,
        "posts": row.posts.select_related("area").order_by("pk"),
        "matters": handing_over.open_matters(row) if waits else [],
        "is_asked": is_asked and waits,
        "withdraws": withdraws and waits,
        "administers": administers.includes(request),
    }
    return render(request, "office/handing_over/handover.html", context)
