"""What a page shows of a row at work. Whoever left it comes back to the same page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.work import queue
from foundation.work.rows import Work


def progress(request: HttpRequest, row: Work, *, there: str) -> HttpResponse:
    """Asked every two seconds while a worker is at it; leads `there` once there is a result."""
    if not row.is_at_work:
        return HttpResponse(status=204, headers={"HX-Redirect": there})
    return render(request, "components/at_work.html", at_work(row))


def at_work(row: Work) -> dict[str, object]:
    """The words and numbers of components/at_work.html; no bar without a known total."""
    counts = bool(row.total) and not row.is_waiting
    return {
        "says": queue.kind_of(row).says(row),
        "counts": counts,
        "done": min(row.done, row.total),
        "total": row.total,
    }
