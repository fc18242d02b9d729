"""One page of corrections, for the list of whoever keeps the register and for one's own."""

from django.db.models import OuterRef, QuerySet, Subquery

from foundation.api import keyset
from residents import homes
from residents.corrections.saying import line_of
from residents.models import Correction, Person

PAGE = 25


def lines(request, rows: QuerySet[Correction], *, order: tuple[str, ...], here: str) -> dict:
    """`lines` and, where there are more, the address `next` of them; `here` ends where it goes on."""
    page = _page(request, rows.with_all(), order)
    return {"lines": [line_of(each, request.reader) for each in page.items], **_next(page, here)}


def families(request, people: QuerySet[Person], *, here: str) -> dict:
    """One of each family that is to be asked who heads it now, the same way."""
    left = homes.without_head(people)
    first = left.filter(household=OuterRef("household")).order_by("pk").values("pk")[:1]
    rows = left.filter(pk=Subquery(first)).select_related("home__building__compound", "community")
    page = _page(request, rows, ("pk",))
    return {"families": page.items, **_next(page, here)}


def _page(request, rows, order):
    cursor = request.GET.get("before", "")
    return keyset.page(rows, order=order, cursor=cursor, size=PAGE, or_first=True)


def _next(page, here):
    return {"next": f"{here}before={page.next}"} if page.next else {}
