"""Who is away: one's own days, those in which one stands in, and those of the people one leads."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation import once
from foundation.parameters import as_uid
from grids.access import duty_audience, for_duty
from grids.models import Absence, Handover, StandIn
from grids.models.absences import staff_led_by
from grids.roles import Duty
from grids.standing_in import absences, covering
from office.away.forms import AwayForm, ChangeForm

LEADS = Duty.TRIAGE_CASES, Duty.LEAD_GRID
leads = duty_audience(*LEADS)
administers = duty_audience(Duty.ADMINISTER)
both = require_http_methods(["GET", "POST"])


@for_duty(Duty.HANDLE_CASES)
@require_GET
def mine(request):
    """One's own days that go on or come, whose work one has meanwhile, and whose one is asked to take."""
    day = request.reader.day
    own = _open(request).filter(user=request.user)
    standing = StandIn.objects.filter(by=request.user, until_on__gte=day)
    asked = Handover.objects.waiting().filter(to=request.user).select_related("user")
    context = {
        "asked": asked.order_by("on", "pk"),
        "own": own.order_by("from_on", "pk"),
        "standing": standing.select_related("absent", "absence").order_by("from_on", "pk"),
        "leads": leads.includes(request),
        "today": day,
    }
    return render(request, "office/away/mine.html", context)


@for_duty(*LEADS)
@require_GET
def team(request):
    """Who of one's people is away, and which days nobody covers."""
    reader = request.reader
    colleagues = staff_led_by(reader).exclude(pk=request.user.pk)
    keys = set(colleagues.values_list("pk", flat=True))
    context = {
        "rows": _open(request).led_by(reader).order_by("from_on", "pk"),
        "uncovered": covering.uncovered(reader.day, only=keys),
        "colleagues": colleagues.order_by("name", "pk"),
        "administers": administers.includes(request),
        "today": reader.day,
    }
    return render(request, "office/away/team.html", context)


@for_duty(Duty.HANDLE_CASES)
@both
def new(request):
    """Two days and a name; whoever leads says it of a colleague as well (`who`)."""
    user = request.user
    if who := request.GET.get("who"):
        user = get_object_or_404(staff_led_by(request.reader), uid=as_uid(who))
    form = AwayForm(request.POST or None, user=user)
    if form.is_valid():
        about = {"user": user, "by": request.user, "at": timezone.now()}
        try:
            absences.say(**form.cleaned_data, **about)
        except absences.CannotBeDone as refused:
            form.add_error(None, refused.sentence)
        except once.Conflict as conflict:
            form.add_error(None, conflict.sentence)
        else:
            messages.success(request, _("记下了。到那几天自动生效，过了自动结束。"))
            return redirect("away:mine" if user == request.user else "away:team")
    back = "away:mine" if user == request.user else "away:team"
    context = {"form": form, "who": user, "is_own": user == request.user, "back": back}
    status = 422 if form.errors else 200
    return render(request, "office/away/new.html", context, status=status)


@for_duty(Duty.HANDLE_CASES)
@both
def absence_page(request, uid):
    """Another last day, somebody else; or back again."""
    absence = _changeable(request, uid)
    form = ChangeForm(request.POST or None, absence=absence)
    if form.is_valid():
        about = {"absence": absence, "by": request.user, "at": timezone.now()}
        try:
            absences.change(**form.cleaned_data, **about)
        except absences.CannotBeDone as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("改好了。"))
            return redirect(_list_of(request, absence))
    context = {"form": form, "absence": absence, "back": _list_of(request, absence)}
    context["has_begun"] = absence.from_on < request.reader.day
    status = 422 if form.errors else 200
    return render(request, "office/away/absence.html", context, status=status)


@for_duty(Duty.HANDLE_CASES)
@require_POST
def end(request, uid):
    """Back sooner; what has not begun is taken back."""
    absence = _changeable(request, uid, over_too=True)
    try:
        absences.end(absence=absence, by=request.user, at=timezone.now())
    except absences.Over as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("好，代班到此为止。"))
    return redirect(_list_of(request, absence))


@for_duty(Duty.HANDLE_CASES)
@require_POST
def decline(request, uid):
    """Whoever was asked to stand in says that they cannot."""
    rows = Absence.objects.visible_to(request.reader).filter(stand_in=request.user)
    absence = get_object_or_404(rows, uid=uid)
    try:
        absences.decline(absence=absence, by=request.user, at=timezone.now())
    except absences.Over as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("告诉他们了，会另外安排人。"))
    return redirect("away:mine")


def _open(request):
    """With the days of today and later worked out of them, in two queries however many."""
    day = request.reader.day
    days = StandIn.objects.filter(until_on__gte=day).select_related("by").order_by("from_on")
    rows = Absence.objects.visible_to(request.reader).open(day)
    return rows.select_related("user", "stand_in").prefetch_related(Prefetch("days", days))


def _changeable(request, uid, *, over_too=False):
    """One's own, or of somebody one leads; whoever only stands in changes nothing. A second tap
    finds what is `over_too`, to say so."""
    rows = Absence.objects.visible_to(request.reader)
    rows = rows if over_too else rows.open(request.reader.day)
    rows = rows.filter(user=request.user) | rows.led_by(request.reader)
    return get_object_or_404(rows.select_related("user", "stand_in"), uid=uid)


def _list_of(request, absence):
    return "away:mine" if absence.user_id == request.user.pk else "away:team"
