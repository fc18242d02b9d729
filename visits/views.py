from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import drafts
from foundation.parameters import as_whole_number, whole_number
from grids.access import for_duty
from grids.models import Area, posts
from grids.roles import Duty
from notices.quiet_hours import is_quiet, night
from residents.corrections import kinds
from residents.models import CareTag, Correction, Dwelling, Person
from visits import due, logbook, returning, tried
from visits.due_dates import saying
from visits.field import drawing, plots
from visits.filters import BY_LATENESS, TIERS, Filters
from visits.forms import ICONS, ContactForm
from visits.mending import refused, said_gone
from visits.models import MajorChange, Visit

RECENT = 5
MOST_TABS = 40
# After saving: where "and report a problem", "and take in a deed" lead. By URL, so that this app
# knows nothing of the apps to its right.
THEN = {"case": "cases:from-door", "deed": "morality_bank:take-in"}


@for_duty(Duty.LOG_CONTACTS)
@require_GET
def today(request):
    """The due list across the user's grids: pressing first, then in walking order; or by lateness."""
    on, now = timezone.localdate(), timezone.now()
    mine = Area.objects.with_duty(request.reader, Duty.LOG_CONTACTS).filter(level="grid")
    filters = Filters.for_request(request)
    grid = as_whole_number(filters.grid)
    chosen = mine.filter(pk=grid).first() if grid else None
    if chosen is None:  # a key of others' is as good as none
        filters = replace(filters, grid="")
    grids = list(mine.order_by("code")[:MOST_TABS])
    way = due.way_of(
        request.reader, grid=chosen, by_lateness=filters.by_lateness, only=filters, at=now
    )
    done = Visit.objects.own_of(request.reader).received_on(on).standing().count()
    context = {
        "way": way,
        "today": on,
        "tabs": _tabs(grids, chosen, filters),
        "filters": filters,
        "choices": {"tiers": TIERS, "back": tried.choices(now)},
        "by_lateness": filters.by_lateness,
        "other_order": filters.url(order="" if filters.by_lateness else BY_LATENESS),
        "next_door": _next_door(request, way),
        "done": done,
        "proposes": request.reader.holds(Duty.SEE_PEOPLE),
    } | _skyline(request.reader, [chosen] if chosen else grids)
    return render(request, "visits/today.html", context)


def _next_door(request, way):
    """After a contact was saved: the door that comes next."""
    after = whole_number(request, returning.AFTER)
    left = Dwelling.objects.visible_to(request.reader).filter(pk=after).first() if after else None
    return way.next_after(left.pk, left.walk_key) if left else None


@for_duty(Duty.LOG_CONTACTS)
@require_POST
def later(request, pk):
    """A door nobody opened is to be tried again this evening, or tomorrow."""
    doors = Dwelling.objects.visible_to(request.reader).with_duty(request.reader, Duty.LOG_CONTACTS)
    dwelling, now = (
        get_object_or_404(doors.select_related("building__compound"), pk=pk),
        timezone.now(),
    )
    words = dict(tried.choices(now))
    until = request.POST.get("until")
    if until in words:
        tried.put_off(dwelling=dwelling, until=until, at=now)
        messages.success(
            request, _("%(door)s：%(when)s。") % {"door": dwelling, "when": words[until]}
        )
    else:
        messages.error(request, _("现在选不了这个时候，请再选一次。"))
    return redirect("visits:today")


@for_duty(Duty.LOG_CONTACTS)
@require_http_methods(["GET", "POST"])
def door(request, pk):
    """Who lives there, what was last heard, and the form that logs a contact in three taps."""
    doors = Dwelling.objects.visible_to(request.reader).with_duty(request.reader, Duty.LOG_CONTACTS)
    dwelling = get_object_or_404(doors.select_related("building__compound", "grid"), pk=pk)
    people = list(
        Person.objects.visible_to(request.reader).here().filter(home=dwelling).order_by("pk")
    )
    kept = drafts.restore(request)
    form = ContactForm(
        request.POST or None, people=people, initial=kept, asks=not _came_before(request)
    )
    if form.is_valid() and (visit := _log(request, dwelling, form)):
        return _go_on(request, dwelling, visit)
    status = 422 if form.is_bound else 200
    context = _context(request, dwelling, people, form)
    context["came"] = returning.known(kept.get("came", "")) or returning.came_from(request)
    return render(request, "visits/door.html", context, status=status)


def _came_before(request):
    """A resend is answered as the first time, whatever is known of the door meanwhile."""
    client_id = ContactForm.base_fields["client_id"]
    try:
        sent = client_id.clean(request.POST.get("client_id"))
    except ValidationError:
        return False
    return Visit.objects.filter(client_id=sent, by=request.user).exists()


def _skyline(reader, grids):
    """The foot of the page: the reader's own buildings, or the way to a larger field."""
    if len(grids) > plots.MOST_GRIDS:
        return {"facades": None}
    facades = plots.buildings(reader, grids=grids)
    counts = plots.total(facade.counts for facade in facades)
    return {"facades": facades, "legend": plots.legend(counts), "marks": drawing.marks()}


def _log(request, dwelling, form):
    now = timezone.now()
    with refused.said_in(form):
        return logbook.log(dwelling=dwelling, by=request.user, at=now, **form.said)
    return None


def _go_on(request, dwelling, visit):
    refused.say_it_is_kept(request, visit)
    then = THEN.get(request.POST.get("then"))
    if then is None:
        return redirect(returning.back(returning.came_from(request), after=dwelling.pk))
    query = urlencode({"door": dwelling.pk, "contact": visit.client_id})
    return redirect(f"{reverse(then)}?{query}")


def _context(request, dwelling, people, form):
    now = timezone.now()
    tags = CareTag.objects.visible_to(request.reader).valid(timezone.localdate(now))
    by_person = {}
    for tag in tags.filter(person__in=people).order_by("kind"):
        by_person.setdefault(tag.person_id, []).append(tag)
    why = saying.reasons(people, request.reader)
    visits = Visit.objects.visible_to(request.reader).standing().filter(dwelling=dwelling)
    sees_people = posts.holds(request.reader, Duty.SEE_PEOPLE, dwelling)
    waiting = _waiting(request.reader, dwelling) if sees_people else []
    return {
        "dwelling": dwelling,
        "people": [(person, why.get(person.pk), by_person.get(person.pk, [])) for person in people],
        "visits": [
            (visit, visit.note_to(request.reader))
            for visit in visits.newest_first().select_related("by", "corrects")[:RECENT]
        ],
        "form": form,
        "icons": ICONS,
        "today": timezone.localdate(now),
        "cautions": _cautions(dwelling, waiting, now),
        "waiting": waiting,
        "gone": said_gone.of(waiting),
        "changes": _changes(request.reader, dwelling, people),
        "said_of_door": kinds.about(of_person=False) if sees_people else [],
    }


def _changes(reader, dwelling, people):
    """Who may have had a major change, for whoever sees care."""
    if not people or not posts.holds(reader, Duty.SEE_CARE, dwelling):
        return None
    return {"people": people, "kinds": MajorChange.Kind.choices}


def _waiting(reader, dwelling):
    """What is said of this door and waits; of needs only where the reader sees care."""
    waiting = Correction.objects.open().at_door(dwelling)
    if not posts.holds(reader, Duty.SEE_CARE, dwelling):
        waiting = waiting.exclude(kind=Correction.Kind.TAG)
    return list(waiting)


def _cautions(dwelling, waiting, now):
    """What protects the people behind the door from us; a wish not to come in holds at once."""
    asked = any(each.kind == Correction.Kind.NO_ENTRY and each.value["since"] for each in waiting)
    if dwelling.no_entry_since or asked:
        yield _("这家请我们不要进屋，有事在门口说。")
    if is_quiet(now):
        begins, ends = (f"{hour:%H:%M}" for hour in night())
        yield _("现在是休息时间（%(from)s 到 %(until)s），没有急事请白天再来。") % {
            "from": begins,
            "until": ends,
        }
    knocks = logbook.knocks_lately(dwelling, at=now)
    if knocks >= logbook.KNOCKS_A_WEEK:
        yield ngettext(
            "这一周已经敲过 %(n)s 次门，能打电话就先打电话。",
            "这一周已经敲过 %(n)s 次门，能打电话就先打电话。",
            knocks,
        ) % {"n": knocks}


def _tabs(grids, chosen, filters):
    if len(grids) < 2:
        return []
    labels = [_("全部"), *plots.without_shared_start([grid.name for grid in grids])]
    return [
        {
            "url": filters.url(grid=str(grid.pk) if grid else ""),
            "label": label,
            "current": grid == chosen,
        }
        for grid, label in zip([None, *grids], labels, strict=True)
    ]
