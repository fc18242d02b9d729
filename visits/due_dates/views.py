from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from foundation.work import pages
from grids import regulations
from grids.access import for_duty
from grids.models.regulations import scopes
from grids.roles import Duty
from visits.models import Recomputation


@for_duty(Duty.SET_RULES)
@require_GET
def recomputing(request, code):
    """Beside the rules of a community: how far its days are worked out anew, or were last."""
    community = get_object_or_404(regulations.communities_ruled(request.reader), code=code)
    areas = [pk for pk in scopes(community) if pk]
    rows = Recomputation.objects.filter(Q(area=None) | Q(area__in=areas))
    row = rows.order_by("-asked_at", "-pk").first()
    context = {"row": row, "community": community, "State": Recomputation.State}
    if row and row.is_at_work:
        context |= pages.at_work(row)
    part = "visits/_recomputing.html" if request.wants_fragment else "visits/recomputing.html"
    return render(request, part, context)
