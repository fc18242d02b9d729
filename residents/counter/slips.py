"""Slips: what is told on paper to those without a phone, printed and taken along to their door."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from foundation.parameters import as_uid
from grids.access import for_duty
from grids.models import Reader
from grids.roles import Duty
from notices.models import Slip
from residents.counter.views import people_at

ON_A_PAGE = 50
PAPERS = {"a5": "css/paper/a5.css", "a4": "css/paper/a4-cut.css"}


def waiting_for(reader: Reader):
    """For people who live where somebody sits at the counter, now; who died or moved gets none."""
    people = people_at(reader, Duty.SIT_AT_COUNTER).order_by()
    here = Slip.objects.waiting().filter(recipient__person__in=people.values("pk"))
    known = here.select_related("recipient__person__home__building__compound")
    return known.select_related("recipient__person__community").order_by("made_at", "pk")


@transaction.atomic
def mark_printed(slips, *, by: User, at: datetime) -> int:
    """Never again on the list of what waits; returns how many nobody had marked before."""
    return Slip.objects.filter(pk__in=[slip.pk for slip in slips]).printed(by=by, at=at)


@for_duty(Duty.SIT_AT_COUNTER)
@never_cache
@require_GET
def waiting(request):
    found = list(waiting_for(request.reader)[: ON_A_PAGE + 1])
    context = {"slips": found[:ON_A_PAGE], "more": len(found) > ON_A_PAGE}
    return render(request, "residents/slips.html", context)


@for_duty(Duty.SIT_AT_COUNTER)
@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request):
    """What goes onto paper; printed is what the person who prints says came out of the printer."""
    if request.method == "POST":
        return _printed(request)
    paper = request.GET.get("paper")
    paper = paper if paper in PAPERS else "a5"
    slips = list(waiting_for(request.reader)[:ON_A_PAGE])
    context = {"slips": slips, "style": PAPERS[paper], "paper": paper}
    return render(request, "residents/slips_sheet.html", context)


def _printed(request):
    uids = {uid for each in request.POST.getlist("slip")[:ON_A_PAGE] if (uid := as_uid(each))}
    slips = waiting_for(request.reader).filter(uid__in=uids)
    count = mark_printed(slips, by=request.user, at=timezone.now())
    if count:
        text = ngettext("%(n)s 张记成打好了。", "%(n)s 张记成打好了。", count) % {"n": count}
        messages.success(request, text)
    else:
        messages.info(request, _("没有要记的：别的同事可能已经打好了。"))
    return redirect("counter:slips")
