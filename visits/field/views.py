"""The field, from the street down to a building: who looks, and which picture they get."""

from datetime import datetime, time
from uuid import uuid4

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.parameters import whole_number
from grids.access import for_duty
from grids.models import Area, Building, Reader, posts
from grids.roles import Duty, Level
from residents.models import Dwelling
from visits import returning
from visits.field import drawing, plots
from visits.field import figures as field_figures


@for_duty(Duty.SEE_DOORS)
@require_GET
def my_field(request):
    """The field of the user's posts: one area as its own page, several side by side."""
    roots = plots.roots_of(request.reader)
    if len(roots) == 1:
        return _page_of(request, roots[0])
    levels = {root.level for root in roots}
    if levels == {Level.GRID} and len(roots) <= plots.MOST_GRIDS:
        facades = plots.buildings(request.reader, grids=roots)
        counts = plots.total(facade.counts for facade in facades)
        sections = [
            (grid, [facade for facade in facades if facade.building.grid_id == grid.pk])
            for grid in roots
        ]
        figures = field_figures.all_of(request.reader, within={"grid__in": roots})
        context = {"area": None, "sections": sections, "figures": figures} | _sum(counts)
        context["next_door"] = _next_door(request, grid__in=roots)
        return render(request, "visits/field_mine.html", context)
    if levels & {Level.GRID, Level.COMMUNITY, Level.TOWNSHIP} == levels:
        return _plots(request, None)
    return render(request, "visits/field_far.html", {"area": None, "areas": roots})


@for_duty(Duty.SEE_DOORS)
@require_GET
def area(request, code):
    return _page_of(request, get_object_or_404(plots.areas_of(request.reader), code=code))


@for_duty(Duty.SEE_DOORS)
@require_GET
def building(request, pk):
    """The stairwells of a building: floors and doors, each with its number, for the thumb."""
    buildings = Building.objects.visible_to(request.reader).select_related("compound", "grid")
    building = get_object_or_404(buildings, pk=pk)
    facade = plots.facade(building, request.reader)
    logs = posts.holds(request.reader, Duty.LOG_CONTACTS, building)
    context = {
        "building": building,
        "facade": facade,
        "choices": facade.choices() if logs else None,
        "client_id": uuid4(),
        "next_door": _next_door(request, building=building),
        "stairwells": list(facade.stairwells()),
        "marks": drawing.marks(doors=True),
        "legend": plots.legend(facade.counts),
    }
    return render(request, "visits/building.html", context)


def _next_door(request, **within):
    """After a contact was saved: the next door in walking order that was not tried today."""
    after = whole_number(request, returning.AFTER)
    doors = Dwelling.objects.visible_to(request.reader).filter(**within)
    left = doors.filter(pk=after).first() if after else None
    if left is None:
        return None
    begins = timezone.make_aware(datetime.combine(request.reader.day, time.min))
    others = doors.filter(walk_key__gt=left.walk_key).in_walking_order()
    untried = others.filter(Q(last_attempt_at=None) | Q(last_attempt_at__lt=begins))
    return untried.select_related("building__compound").first()


def _page_of(request, area):
    reader = request.reader
    if area.level == Level.GRID:
        facades = plots.buildings(reader, grids=[area], spoken=True)
        counts = plots.total(facade.counts for facade in facades)
        context = {
            "area": area,
            "facades": facades,
            "back": _back(reader, area),
            "figures": field_figures.all_of(reader, within={"grid": area.pk}),
            "next_door": _next_door(request, grid=area),
        } | _sum(counts)
        return render(request, "visits/field_grid.html", context)
    if area.level in (Level.COMMUNITY, Level.TOWNSHIP):
        return _plots(request, area)
    areas = plots.areas_of(reader).filter(parent=area).order_by("path")
    return render(request, "visits/field_far.html", {"area": area, "areas": areas})


def _plots(request, area):
    dense = area is None or area.level == Level.TOWNSHIP
    groups = plots.groups(request.reader, under=area, short=dense)
    within = {area.level: area.pk} if area else {}
    context = {
        "area": area,
        "groups": groups,
        "dense": dense,
        "several": len(groups) > 1 and request.reader.holds(Duty.TRIAGE_CASES),
        "back": _back(request.reader, area) if area else None,
        "figures": field_figures.all_of(request.reader, within=within),
    }
    context |= _sum(plots.total(group.counts for group in groups))
    context["marks"] = drawing.marks(plots=True)
    return render(request, "visits/field_area.html", context)


def _sum(counts):
    return {
        "summary": plots.in_words(counts),
        "legend": plots.legend(counts),
        "marks": drawing.marks(),
    }


def _back(reader: Reader, area: Area):
    """Up one level, where that is in sight; to the reader's own field where there is more of it."""
    roots = plots.roots_of(reader)
    if any(root.pk == area.pk for root in roots):
        return {"url": reverse("visits:field"), "label": _("我的田")} if len(roots) > 1 else None
    if area.parent:
        return {"url": reverse("visits:area", args=[area.parent.code]), "label": area.parent.name}
    return None
