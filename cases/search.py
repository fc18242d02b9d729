"""Cases in the search box: by their number, as it stands on a slip or is read out on the phone."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from grids.models import Reader
from residents.search import finders
from residents.search.query import Asked
from residents.search.rows import Row

NUMBER = re.compile(r"(20\d{6})-?(\d{4,6})")


def by_number(reader: Reader, asked: Asked) -> finders.Group | None:
    """Communities count for themselves, so a street may see several of the same number."""
    number = NUMBER.fullmatch(asked.text)
    if number is None:
        return None
    cases = Case.objects.visible_to(reader).filter(number="-".join(number.groups()))
    cases = cases.select_related("category", "community").order_by("-reported_at", "-pk")
    return finders.group(_("反映的事"), line, cases)


def line(case: Case) -> Row:
    return Row(
        title=case.title,
        meta=f"{case.number} · {case.community.name}",
        href=reverse("cases:case", args=[case.uid]),
        mark="clipboard-list",
        note=case.get_status_display(),
    )
