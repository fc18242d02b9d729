"""Writing a problem down: at the counter, from a door, from a resident's own phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import drafts
from cases import categories, clocks, front_desk, intake, workflow
from cases.forms.reporting import CounterForm, MyReportForm, ReportForm
from cases.harm import receivers
from cases.models import Case, Channel, Priority
from cases.views import own
from cases.views.my import residents_only
from foundation import rate_limits
from foundation.parameters import as_uid, as_whole_number
from grids.access import for_duty
from grids.roles import Duty
from notices.quiet_hours import is_quiet
from residents.models import Dwelling
from residents.search import finders
from visits.models import Visit

both = require_http_methods(["GET", "POST"])


@for_duty(Duty.TRIAGE_CASES)
@both
def new(request):
    """The counter: find who is standing there, or nobody; then write it down."""
    people = front_desk.people_of(request.reader)
    looking = "look" in request.POST
    text = request.POST.get("find", "").strip()
    found = finders.people_like(text, people, to=request.reader)
    advice = finders.advice(text, to=request.reader) if text and not found.people else ""
    found = _with_chosen(found, people, request.POST.get("reporter"))
    grids = front_desk.grids_of(request.reader, Duty.TRIAGE_CASES)
    typed = request.POST.dict() if looking else _only(grids) | drafts.restore(request)
    form = CounterForm(
        *([] if looking else [request.POST or None, request.FILES or None]),
        to=request.reader,
        people=people,
        offered=found.people,
        grids=grids,
        initial=typed,
    )
    if form.is_valid() and (case := _report(request, form, channel=Channel.COUNTER)):
        return redirect("cases:case", uid=case.uid)
    context = {"form": form, "find": text, "advice": advice, "found": found}
    if request.wants_fragment and looking:
        context["field"] = form["reporter"]
        return render(request, "cases/_found_reporters.html", context)
    return render(request, "cases/new.html", context, status=422 if form.is_bound else 200)


@for_duty(Duty.REPORT_CASES)
@both
def from_door(request):
    """A worker, at a door (with the contact it came from) or on the way."""
    dwelling, visit = _door_and_contact(request)
    people = front_desk.people_of(request.reader)
    at_home = people.filter(home=dwelling).order_by("pk") if dwelling else people.none()
    grids = front_desk.grids_of(request.reader, Duty.REPORT_CASES)
    typed = {"words": visit.passed_on} if visit else {}
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        to=request.reader,
        people=at_home,
        offered=at_home,
        grids=grids,
        dwelling=dwelling,
        initial=typed | ({} if dwelling else _only(grids)) | drafts.restore(request),
    )
    if form.is_valid():
        # Where somebody lives who only told us of something elsewhere is nobody's business.
        here = form.cleaned_data.pop("here", False)
        details = {"dwelling": dwelling if here else None, "visit": visit}
        if case := _report(request, form, channel=Channel.WORKER, **details):
            return redirect("cases:case", uid=case.uid)
    context = {"form": form, "dwelling": dwelling}
    return render(request, "cases/from_door.html", context, status=422 if form.is_bound else 200)


@residents_only
@both
def my_report(request):
    """A resident's own report."""
    person = request.user.person
    typed = _once_more(request, request.GET.get("again")) | drafts.restore(request)
    now, offered = timezone.now(), categories.first_level(person)
    told = receivers.told(person.community, person, on=timezone.localdate(now))
    harm = next((each.category for each in offered if each.category.harm), None)
    form = MyReportForm(
        request.POST or None,
        request.FILES or None,
        initial=typed,
        offered=offered,
        receivers=told,
        harm=harm,
    )
    if form.is_valid():
        details = {"reporter": person, "grid": person.grid}
        if case := _report(request, form, channel=Channel.PHONE, **details):
            return redirect("cases:my-case", uid=case.uid)
    icons = {each.pk: each.icon for each in offered}
    context = {"form": form, "icons": icons, "harm": harm, "told": told}
    if harm:
        due = clocks.due(category=harm, priority=Priority.NORMAL, at=now, place=person)
        context |= {"due_at": due[0], "is_night": is_quiet(now)}
    return render(request, "cases/my_report.html", context, status=422 if form.is_bound else 200)


def _only(grids):
    """Where there is one grid only, nobody has to choose it."""
    one = list(grids[:2])
    return {"grid": one[0]} if len(one) == 1 else {}


def _once_more(request, uid):
    """What this resident wrote in an earlier report, for a new one."""
    try:
        earlier = own.reports_of(request).select_related("category").get(uid=uid)
    except (Case.DoesNotExist, ValidationError):
        return {}
    category = earlier.category.parent_id or earlier.category_id
    typed = {"category": category, "words": earlier.words, "place": earlier.place}
    return typed | {"confidential": earlier.confidential}


def _report(request, form, **details):
    """The case, or None with a sentence in the form."""
    typed = dict(form.cleaned_data)
    pictures = typed.pop("photos")
    try:
        case = intake.report(
            **typed | details, pictures=pictures, by=request.user, at=timezone.now()
        )
    except intake.AlreadyReported as conflict:
        form.add_error(None, conflict.sentence)
    except rate_limits.TooOften as too_often:
        sentence = _("您这一小时报得有点多了，请 %(time)s 以后再报，急事请打社区电话。")
        again = timezone.localtime(too_often.again_at)
        form.add_error(None, sentence % {"time": f"{again:%H:%M}"})
    else:
        undo = ""
        if workflow.may(case, "take_back", request.reader):
            undo = reverse("cases:take-back", args=[case.uid])
        sentence = _("记下了，编号 %(number)s。") % {"number": case.number}
        messages.success(request, sentence, extra_tags=undo)
        return case
    return None


def _door_and_contact(request):
    """What the address names; something named that this user may not see is a missing page."""
    if not request.GET.get("door"):
        return None, None
    door, contact = as_whole_number(request.GET["door"]), as_uid(request.GET.get("contact"))
    doors = Dwelling.objects.visible_to(request.reader).with_duty(request.reader, Duty.REPORT_CASES)
    doors = doors.select_related("building__compound", "grid__parent__parent")
    dwelling = get_object_or_404(doors, pk=door)
    visits = Visit.objects.visible_to(request.reader).filter(dwelling=dwelling, by=request.user)
    return dwelling, visits.filter(client_id=contact).first() if contact else None


def _with_chosen(found, people, uid):
    """Somebody already chosen stays on the list when another search is made."""
    uid = as_uid(uid)
    if not uid or any(person.uid == uid for person in found.people):
        return found
    return found._replace(people=[*people.filter(uid=uid), *found.people])
