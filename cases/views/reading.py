from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases import comparison, desk, figures, need_to_know, timeline, workflow
from cases.harm import views as harm
from cases.models import Case, Photo, Status
from cases.views import own
from foundation.access import signed_in
from foundation.pictures import files
from grids.access import for_duty
from grids.models import posts
from grids.roles import Duty
from residents.models import Dwelling, Person
from visits.field import drawing, plots

READ_WITH = (
    "category__parent",
    "grid",
    "community",
    "township",
    "handler",
    "filed_by",
    "reporter__user",
    "reporter__grid",
    "dwelling__building__compound",
)
AT_DOOR = 10


@for_duty(Duty.TRIAGE_CASES)
@require_GET
def desk_page(request):
    """The inbox of whoever sorts out problems: by state, most pressing first; `of` one community."""
    reader, now = request.reader, timezone.now()
    tab, of = request.GET.get("tab"), request.GET.get("of")
    tab = tab if tab == desk.LATE or tab in desk.TABS else "reported"
    of = get_object_or_404(comparison.communities(reader), code=of) if of else None
    cases, after = desk.on_tab(reader, tab, now, of=of), request.GET.get("after", "")
    page = desk.page(cases, after=after, now=now, ended=tab == "ended", decides=True)
    context = {"page": page, "tab": tab, "of": of, "more": _more(desk.url(tab, of), page)}
    if request.wants_fragment:
        return render(request, "cases/_lines.html", context)
    counts = desk.counts(reader, now, of=of)
    context |= {
        "tabs": desk.tabs(counts, current=tab, of=of),
        "late": counts[desk.LATE],
        "late_url": desk.url(desk.LATE, of),
        "first_url": desk.url("reported", of),
    }
    return render(request, "cases/desk.html", context)


@for_duty(Duty.TRIAGE_CASES)
@require_GET
def overview(request):
    """Our field and the desk in numbers; the desk fetches it aside, so that its list waits for nothing."""
    reader, now = request.reader, timezone.now()
    several = comparison.looks_after_several(reader)
    context = {
        "communities": comparison.rows(reader, now=now) if several else [],
        "groups": [] if several else plots.groups(reader, short=True),
        "marks": drawing.marks(plots=True),
        "legend": plots.legend(),
        "ages": figures.open_by_state_and_age(reader, now=now),
        "chooses_receivers": harm.WHO_CHOOSES.includes(request),
        "weeks": figures.reported_and_ended(reader),
    }
    template = "cases/_overview.html" if request.wants_fragment else "cases/overview.html"
    return render(request, template, context)


@for_duty(Duty.TRIAGE_CASES)
@require_GET
def communities(request):
    """Communities side by side; the field of a street fetches it."""
    context = {"communities": comparison.rows(request.reader, now=timezone.now())}
    template = "cases/_communities.html" if request.wants_fragment else "cases/communities.html"
    return render(request, template, context)


@for_duty(Duty.HANDLE_CASES)
@require_GET
def mine(request):
    """What this person was asked to do, or somebody was for whom they stand in."""
    cases = Case.objects.visible_to(request.reader).in_hands_of(request.reader).open()
    cases = cases.filter(status=Status.DISPATCHED)
    cases = cases.select_related("dwelling__building__compound")
    page = desk.page(cases, after=request.GET.get("after", ""), now=timezone.now())
    template = "cases/_mine_lines.html" if request.wants_fragment else "cases/mine.html"
    return render(request, template, {"page": page, "more": _more("?", page)})


@for_duty(Duty.SEE_CASES)
@require_GET
def case_page(request, uid):
    """Everything about one case, and the one thing this person would do next."""
    case = get_object_or_404(
        Case.objects.visible_to(request.reader).select_related(*READ_WITH), uid=uid
    )
    return render(request, "cases/case.html", _context(case, request.reader))


def _context(case, reader):
    shows_reporter = case.shows_reporter_to(reader)
    return {
        "case": case,
        "line": desk.Line(case, timezone.now()),
        "steps": timeline.steps(case, list(case.steps.select_related("by")), reader),
        "photos": [links(photo) for photo in case.photos.all()],
        "actions": _buttons(case, reader),
        "shows_reporter": shows_reporter,
        "calls": shows_reporter and _may_call(case.reporter, reader),
        "back": _way_back(case, reader),
        "releases_looks": case.confidential and workflow.may(case, "accept", reader),
        "named": need_to_know.names_of(case) if case.confidential else [],
    }


@for_duty(Duty.SEE_CASES)
@require_GET
def at_door(request, pk):
    """Open cases at one door; the door's own page fetches them."""
    doors = Dwelling.objects.visible_to(request.reader).select_related("building__compound")
    dwelling = get_object_or_404(doors, pk=pk)
    cases = Case.objects.visible_to(request.reader).open().filter(dwelling=dwelling)
    page = desk.page(cases, after="", now=timezone.now())
    context = {"dwelling": dwelling, "lines": page.lines[:AT_DOOR]}
    template = "cases/_at_door.html" if request.wants_fragment else "cases/at_door.html"
    return render(request, template, context)


@signed_in
@require_GET
def photo(request, uid):
    """A picture, for those who see its case, and for the reporter what was sent with the report."""
    photo = get_object_or_404(Photo.objects.select_related("case"), uid=uid)
    if not _may_look(request, photo):
        raise Http404
    file = photo.small if request.GET.get("size") == "small" else photo.file
    return files.answer(file, name=str(photo.uid))


def _may_look(request, photo):
    if Case.objects.visible_to(request.reader).filter(pk=photo.case_id).exists():
        return True
    if photo.stage != Photo.Stage.REPORT or not hasattr(request.user, "person"):
        return False
    return own.reports_of(request).filter(pk=photo.case_id).exists()


def links(photo):
    url = reverse("cases:photo", args=[photo.uid])
    return {"url": url, "thumb": f"{url}?size=small"}


def _buttons(case, reader):
    """The main thing first. Sending somebody else is possible, but never the thing to do."""
    return [
        {
            "label": move.button_at(case.status),
            "url": reverse(f"cases:{move.word}", args=[case.uid]),
            "key": move.key,
            "primary": not order and not move.repeats(case.status),
        }
        for order, move in enumerate(workflow.actions_for(case, reader))
    ]


def _may_call(reporter, reader):
    """Whether the reporter's number can be asked for: it is registered, and the person is theirs."""
    there = bool(reporter and reporter.phone_sealed)
    return there and Person.objects.visible_to(reader).filter(pk=reporter.pk).exists()


def _way_back(case, reader):
    """The list this person comes from."""
    if not posts.holds(reader, Duty.TRIAGE_CASES, case):
        return {"url": reverse("cases:mine"), "label": _("我要办的事")}
    tab = desk.tab_of(case)
    return {"url": desk.url(tab), "label": desk.TABS[tab][0]}


def _more(start, page):
    glue = "" if start.endswith("?") else "&"
    return f"{start}{glue}after={page.next}" if page.next else ""
