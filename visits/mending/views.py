"""Undo right after, 改一下 until the evening, and the list of what one wrote down today.

Everything here is of the reader's own entries; nobody else has these pages, and none of them says
at what hour somebody was where.
"""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import drafts
from grids.access import for_duty
from grids.roles import Duty
from residents.models import Person
from visits.forms import ICONS, MendForm
from visits.mending import acts, refused
from visits.models import Visit


def _own(request):
    rows = Visit.objects.own_of(request.reader)
    return rows.select_related("dwelling__building__compound", "dwelling__grid", "corrects")


@for_duty(Duty.LOG_CONTACTS)
@require_GET
def own_day(request):
    """What one wrote down today, the newest first; what was told anew stands behind its version."""
    rows = _own(request).received_on(timezone.localdate()).filter(version=None)
    rows = rows.select_related("withdrawal").prefetch_related("people").order_by("-pk")
    seen = set(_seen(request).filter(visits__in=rows).values_list("pk", flat=True))
    lines = [(visit, [p for p in visit.people.all() if p.pk in seen]) for visit in rows]
    counts = sum(not hasattr(visit, "withdrawal") for visit, _people in lines)
    return render(request, "visits/own_day.html", {"lines": lines, "counts": counts})


def _seen(request):
    return Person.objects.visible_to(request.reader)


@for_duty(Duty.LOG_CONTACTS)
@require_POST
def undo(request, uid):
    """It never counted. Pressed twice it says the same."""
    visit = get_object_or_404(_own(request), client_id=uid)
    try:
        acts.withdraw(visit=visit, by=request.user, at=timezone.now())
    except acts.CannotBeMended as cannot:
        messages.error(request, cannot.sentence)
    else:
        messages.success(request, _("撤销了，%(door)s这一次不算。") % {"door": visit.dwelling})
    back = drafts.referring_page(request)
    return redirect("visits:own-day" if not back or str(uid) in back else back)


@for_duty(Duty.LOG_CONTACTS)
@require_http_methods(["GET", "POST"])
def mend(request, uid):
    """The same contact told anew, at the same door."""
    now = timezone.now()
    visit = get_object_or_404(_own(request).prefetch_related("people"), client_id=uid)
    behind = Q(home=visit.dwelling, status=Person.Status.HERE) | Q(visits=visit)
    people = list(_seen(request).filter(behind).distinct().order_by("pk"))
    form = MendForm(
        request.POST or None, visit=visit, people=people, initial=drafts.restore(request)
    )
    ended = Visit.objects.filter(pk=visit.pk).exclude(withdrawal=None).exists()
    if request.method == "GET" and (ended or not acts.may_mend(visit, by=request.user, at=now)):
        messages.error(request, (acts.MendedBefore if ended else acts.NotToday).sentence)
        return redirect("visits:own-day")
    if form.is_valid():
        with refused.said_in(form):
            version = acts.correct(visit=visit, by=request.user, at=now, **form.said)
            refused.say_it_is_kept(request, version)
            return redirect("visits:own-day")
    context = {"form": form, "visit": visit, "icons": ICONS}
    status = 422 if form.is_bound else 200
    return render(request, "visits/mend.html", context, status=status)
