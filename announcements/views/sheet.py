"""The page that is printed: one sheet, one for each stairwell, or those of one building."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from announcements import audience, paper
from announcements.models import SEEN_BY, Announcement
from foundation.parameters import whole_number
from grids.access import for_duty

ALL = "all"


@for_duty(SEEN_BY)
@require_GET
def sheet(request, uid):
    """What is for a few is never printed: for them there is no such page."""
    rows = Announcement.objects.visible_to(request.reader).published().with_all()
    found = get_object_or_404(rows.filter(care="", taken_back_at=None), uid=uid)
    stairwells = list(audience.stairwells(found)[: paper.MOST + 1])
    buildings = {each["building"]: each for each in stairwells}
    chosen = stairwells if request.GET.get("of") == ALL else []
    if building := whole_number(request, "building"):
        chosen = [each for each in stairwells if each["building"] == building]
        if not chosen:
            raise Http404
    too_many = len(stairwells) > paper.MOST
    addresses = [paper.address_of(each) for each in chosen[: paper.MOST]] or [""]
    context = {
        "announcement": found,
        "poster": paper.poster(request, found, found.current, addresses),
        "count": len(stairwells),
        "buildings": [(pk, _name(each)) for pk, each in buildings.items()],
        "building": building,
        "of": request.GET.get("of", ""),
        "too_many": too_many,
        "most": paper.MOST,
    }
    return render(request, "announcements/sheet.html", context)


def _name(row):
    return paper.address_of(row | {"stairwell": 0})
