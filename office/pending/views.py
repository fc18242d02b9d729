"""待处理: the office's first page, and the rows of one of its lines."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.parameters import whole_number
from grids.access import for_duty
from grids.roles import Duty
from office.onboarding import streets
from office.onboarding.views import leading
from office.pending import lines
from office.pending.lines import Look
from office.scoped_admin import administered

PAGE = 50


def first_page(request):
    """The street office opens on it (config/admin.py): a street that has not opened is led there."""
    unopened = streets.unopened(request.reader)
    all_streets = streets.streets_of(request.reader).count()
    look = Look(request.reader, timezone.now(), tuple(unopened))
    notes = lines.noted(look)
    context = {
        "unopened": unopened,
        "has_streets": all_streets > 0,
        "only_opening": all_streets == len(unopened),
        "highest": administered(request.reader).valid(on=request.reader.day).first(),
        "lines": lines.look(look),
        "late": [note for note in notes if not note.is_well],
        "well": [note for note in notes if note.is_well],
    }
    if all_streets == 1 and unopened:
        context |= leading(unopened[0], request.reader.day)
    return render(request, "office/pending/first.html", context)


@for_duty(Duty.ADMINISTER)
@require_GET
def line_page(request, slug):
    """Exactly the rows a line counted, the oldest first."""
    line = lines.get(slug)
    if line is None:
        raise Http404
    unopened = streets.unopened(request.reader)
    look = Look(request.reader, timezone.now(), tuple(unopened))
    rows = line.rows(look).order_by(*filter(None, [line.since]), "pk")
    page = Paginator(rows, PAGE).get_page(whole_number(request, "page") or 1)
    context = {
        "line": line,
        "sentence": line.says(page.paginator.count) if page.paginator.count else "",
        "rows": [line.row(row) for row in page],
        "page": page,
    }
    return render(request, "office/pending/line.html", context)
