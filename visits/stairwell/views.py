"""The pages of a stairwell: chosen doors where nobody was in, doors × outcomes, the round sheet."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import drafts
from foundation.parameters import as_uid, as_whole_number, whole_number
from grids.access import for_duty
from grids.models import Building
from grids.roles import Duty
from residents.models import Dwelling, Person
from visits import logbook, returning, wording
from visits.models import Outcome
from visits.stairwell import rounds
from visits.stairwell.forms import OUTCOMES, RoundForm


@for_duty(Duty.LOG_CONTACTS)
@require_POST
def nobody_home(request, pk):
    """The doors that were chosen in the building: nobody in, at all of them."""
    building = _building(request, pk)
    chosen = {as_whole_number(each) for each in request.POST.getlist("door")}
    doors = list(_doors(request, building).filter(pk__in=chosen - {None}))
    client_id, page = as_uid(request.POST.get("client_id")), _page(building)
    if sentence := _why_not(chosen, doors, client_id):
        messages.error(request, sentence)
        return redirect(page)
    knocks = [rounds.Knock(door, Outcome.NOBODY) for door in doors]
    try:
        rounds.log(client_id=client_id, knocks=knocks, by=request.user, at=timezone.now())
    except logbook.AlreadyLogged as conflict:
        messages.error(request, conflict.sentence)
        return redirect(page)
    return _saved(request, building, doors)


def _why_not(chosen, doors, client_id):
    if not chosen:
        return _("还没有选门。先点几户，再按“都没人在”。")
    if client_id is None or len(doors) < len(chosen):
        return _("选的门里有您走不到的，一户也没有记。请打开这栋楼再选一次。")
    if len(doors) > rounds.MOST_DOORS:
        return _("一次最多记 %(most)s 户。") % {"most": rounds.MOST_DOORS}
    return ""


@for_duty(Duty.LOG_CONTACTS)
@require_http_methods(["GET", "POST"])
def mixed(request, pk):
    """One stairwell, each door with its own outcome; also where a round sheet is typed back."""
    building = _building(request, pk)
    stairwells, number = _stairwells(request, building)
    doors = list(_doors(request, building).filter(stairwell=number)[: rounds.MOST_DOORS])
    behind = defaultdict(list)
    people = Person.objects.visible_to(request.reader).here().filter(home__in=doors)
    for person in people.order_by("pk"):
        behind[person.home_id].append(person)
    form = RoundForm(
        request.POST or None, doors=doors, people=behind, initial=drafts.restore(request)
    )
    if form.is_valid() and _log(request, form):
        return _saved(request, building, [each.dwelling for each in form.cleaned_data["knocks"]])
    context = {
        "building": building,
        "form": form,
        "tabs": _tabs(building, stairwells, number),
        "number": number,
    }
    status = 422 if form.is_bound else 200
    return render(request, "visits/stairwell/mixed.html", context, status=status)


def _log(request, form):
    cleaned = form.cleaned_data
    named = {name: cleaned[name] for name in ("client_id", "knocks", "occurred_at")}
    try:
        return rounds.log(by=request.user, at=timezone.now(), **named)
    except logbook.ImpossibleTime:
        form.add_error("occurred_at", _("时间只能是最近 7 天里、现在以前。"))
    except logbook.AlreadyLogged as conflict:
        form.add_error(None, conflict.sentence)
    return None


@for_duty(Duty.LOG_CONTACTS)
@require_GET
def round_sheet(request, pk):
    """Paper to take along: door numbers and boxes. No names and no needs, for paper is lost."""
    building = _building(request, pk)
    by_stairwell = defaultdict(list)
    for door in _doors(request, building):
        by_stairwell[door.stairwell].append(door)
    only = whole_number(request, "stairwell")
    context = {
        "building": building,
        "only": only,
        "sheets": [
            (_name(building, number), doors)
            for number, doors in by_stairwell.items()
            if only is None or number == only
        ],
        "outcomes": [wording.AT_THE_DOOR[each.value] for each in OUTCOMES],
    }
    return render(request, "visits/stairwell/sheet.html", context)


def _building(request, pk):
    buildings = Building.objects.visible_to(request.reader)
    buildings = buildings.with_duty(request.reader, Duty.LOG_CONTACTS)
    return get_object_or_404(buildings.select_related("compound", "grid"), pk=pk)


def _doors(request, building):
    doors = Dwelling.objects.visible_to(request.reader).filter(building=building)
    doors = doors.with_duty(request.reader, Duty.LOG_CONTACTS)
    return doors.select_related("building__compound").in_walking_order()


def _stairwells(request, building):
    """The numbers there are, and the one asked for, else the first."""
    rows = _doors(request, building).order_by("stairwell").values_list("stairwell", flat=True)
    numbers = list(rows.distinct())
    asked = whole_number(request, "stairwell")
    return numbers, asked if asked in numbers else next(iter(numbers), 0)


def _tabs(building, numbers, current):
    url = reverse("visits:stairwell", args=[building.pk])
    return [
        {
            "url": f"{url}?stairwell={number}",
            "label": _name(building, number),
            "current": number == current,
        }
        for number in numbers
        if len(numbers) > 1
    ]


def _name(building, number):
    return _("%(number)s单元") % {"number": number} if number else building.short


def _page(building):
    return reverse("visits:building", args=[building.pk])


def _saved(request, building, doors):
    n = len(doors)
    messages.success(request, ngettext("记下了 %(n)s 户。", "记下了 %(n)s 户。", n) % {"n": n})
    last = max(doors, key=lambda door: door.walk_key)
    return redirect(returning.back(_page(building), after=last.pk))
