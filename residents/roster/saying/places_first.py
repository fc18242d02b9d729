"""The organisation workbook that registers the buildings a roster names, filled in from the roster."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from grids.models import Area, Building
from office.opening import buildings as sheet
from office.opening import places, template
from residents.at_office import opening
from residents.models import Roster, RosterPage
from residents.roster import pages


def of_roster(roster: Roster) -> io.BytesIO | None:
    """What its last check found; None when everything is registered, or the lines are gone."""
    return build(roster.community, pages.read_all(roster, RosterPage.Part.NOT_HERE))


def build(community: Area, lines: Iterable[list]) -> io.BytesIO | None:
    """The places of the community, and those of `lines` that are not registered by now.

    Which grid a building stands in no roster says; it is the only thing to fill in on its line.
    `lines`: as `NotHereYet.lines`.
    """
    buildings = Building.objects.filter(community=community).select_related("compound")
    there = {(each.compound.name, each.number) for each in buildings}
    missing = {(name, number): doors for name, number, doors in lines}
    missing = {key: missing[key] for key in sorted(missing.keys() - there)}
    if not missing:
        return None
    registered = set(community.compounds.values_list("name", flat=True))
    compounds = dict.fromkeys(name for name, _number in missing if name not in registered)
    here = {places.COMMUNITY.name: community.name}
    more = {
        places.Compounds.title: [here | {places.COMPOUND.name: name} for name in compounds],
        sheet.Buildings.title: [
            here
            | {places.COMPOUND.name: name, sheet.NUMBER.name: number}
            | opening.cells_of((stairwell, door) for stairwell, door in doors)
            for (name, number), doors in missing.items()
        ],
    }
    return template.build_of(community, more)


def places_first_of(roster: Roster) -> str:
    """How much of the file waits until its buildings are registered; nothing of the others."""
    counts = roster.findings.get("not_here")
    if roster.state != Roster.State.CHECKED or not counts:
        return ""
    return _(
        "名册里有 %(buildings)s 栋楼、%(doors)s 户，登记里还没有。"
        "小区、楼栋和门已经按名册填在组织表里，只差网格、人员和任职。"
    ) % {name: f"{n:,}" for name, n in counts.items()}
