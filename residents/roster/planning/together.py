"""The rest of a file whose right lines went in before: who is missing from both of them."""

from dataclasses import replace

from foundation.batches import in_pieces
from grids.models import Area
from residents.models import Person, Roster, RosterPage
from residents.roster import pages
from residents.roster.cover import Cover
from residents.roster.plan import Plan

LATEST = 50  # rosters of a community among which the first is looked for


def first_of(community: Area, mark: str) -> Roster | None:
    """The roster of which lines were handed back under this mark; what is right of it may still wait."""
    if not mark:
        return None
    states = Roster.State.TAKEN_IN, Roster.State.CHECKED
    known = Roster.objects.filter(community=community, state__in=states)
    latest = known.light().order_by("-uploaded_at", "-pk")[:LATEST]
    return next((each for each in latest if each.uid.hex.startswith(mark)), None)


def left_of(first: Roster) -> int:
    """How many of its lines were handed back."""
    return sum(first.findings.get(name, 0) for name in ("faulty", "tied", "asked"))


def measure(plan: Plan, first: Roster) -> None:
    """What the plan says of who is named, as if both files were one; nobody of those the first one
    brought is missing in the second."""
    before = pages.read_all(first, RosterPage.Part.UNNAMED)
    here = set()
    for some in in_pieces(before):
        known = Person.objects.here().filter(pk__in=some, community=first.community)
        here |= set(known.values_list("pk", flat=True))
    cover = Cover(**first.findings["cover"])
    named = len(here & plan.named)
    gone = len(before) - len(here)
    plan.cover = replace(cover, found=cover.found + named, all=cover.all - gone)
    plan.unnamed = [pk for pk in before if pk in here and pk not in plan.named]
    plan.absent = plan.unnamed if before and plan.cover.is_complete else []
