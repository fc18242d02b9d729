"""What waits for the street office in the morning: confirmations, and what its first page shows."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from grids.models import Reader
from grids.roles import Duty
from notices import digest
from notices.digest import Line
from office.models import Proposal
from office.onboarding import streets
from office.pending import lines
from office.pending.lines import Look

TO_CONFIRM = gettext_noop("等您确认的两个人办的事有 %(n)s 件。")
ON_THE_FIRST_PAGE = gettext_noop("街道的待处理里还有 %(n)s 样事。")
SAID_OTHERWISE = {"proposals", "posts"}
"""Lines of which the morning, or a message of their own, says how many there are."""


def register() -> None:
    digest.also("proposals", 60, to_confirm)
    digest.also("pending", 70, on_the_first_page)


def to_confirm(reader: Reader, at: datetime) -> Line | None:
    """What is theirs to confirm as the second person, wherever they stand second."""
    if not reader.holds(Duty.STAND_SECOND):
        return None
    n = Proposal.objects.to_confirm(reader).waiting(at).count()
    return Line(TO_CONFIRM, {"n": n}, reverse("office:proposals")) if n else None


def on_the_first_page(reader: Reader, at: datetime) -> Line | None:
    if not reader.holds(Duty.ADMINISTER):
        return None
    look = Look(reader, at, tuple(streets.unopened(reader)))
    n = sum(found.line.slug not in SAID_OTHERWISE for found in lines.look(look))
    return Line(ON_THE_FIRST_PAGE, {"n": n}, reverse("admin:index")) if n else None
