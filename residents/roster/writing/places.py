"""Doors and households a roster brings with it."""

from foundation.batches import in_pieces
from foundation.workbooks.footprint import Footprint
from grids.models import Area, Building
from residents.models import Dwelling, Household
from residents.roster.plan import NEW, Entry, Plan

AREAS = ("grid_id", "community_id", "township_id")


def areas_of(place) -> dict:
    return {name: getattr(place, name) for name in AREAS}


class Places:
    """Where the people of a plan live, and with whom, once it is written."""

    def __init__(self, plan: Plan, footprint: Footprint):
        new = [_dwelling(*place) for place in _new_doors(plan)]
        footprint.make(Dwelling, new)
        self.homes: dict[tuple, Dwelling] = _known_homes(plan)
        for dwelling in new:
            place = (dwelling.building_id, dwelling.stairwell, dwelling.door)
            self.homes[place] = dwelling
        self.grids = _grids(plan)
        self.households: dict[tuple, Household] = {}
        families = {entry.row.family_key for entry in plan.placed if entry.household == NEW}
        for *place, family in sorted(families):
            home = self.homes[tuple(place)]
            self.households[*place, family] = Household(dwelling_id=home.pk, **areas_of(home))
        footprint.make(Household, list(self.households.values()))

    def home_of(self, entry: Entry) -> Dwelling | None:
        """None of somebody who lives nowhere here."""
        return self.homes[entry.row.place] if entry.row.door else None

    def areas_of(self, entry: Entry) -> dict:
        if entry.row.door:
            return areas_of(self.homes[entry.row.place])
        return self.grids[entry.row.grid]

    def household_id_of(self, entry: Entry) -> int | None:
        if entry.household == NEW:
            return self.households[entry.row.family_key].pk
        return entry.household


def _grids(plan):
    """The area columns of everybody without a home, by the grid that looks after them."""
    wanted = {entry.row.grid for entry in plan.people if not entry.row.door}
    grids = Area.objects.select_related("parent").in_bulk(wanted)
    return {
        pk: dict(zip(AREAS, (pk, grid.parent_id, grid.parent.parent_id), strict=True))
        for pk, grid in grids.items()
    }


def _new_doors(plan):
    """Each new door as (building, stairwell, door, floor)."""
    buildings = {place[0] for place in plan.new_doors}
    known = Building.objects.select_related("compound").in_bulk(buildings)
    for (building, stairwell, door), floor in plan.new_doors.items():
        yield known[building], stairwell, door, floor


def _dwelling(building, stairwell, door, floor):
    dwelling = Dwelling(
        building=building, stairwell=stairwell, floor=floor, door=door, **areas_of(building)
    )
    dwelling.walk_key = dwelling.make_walk_key()
    return dwelling


def _known_homes(plan):
    wanted = {
        plan.doors[entry.row.place]: entry.row.place
        for entry in plan.placed
        if entry.row.place in plan.doors
    }
    homes = {}
    for some in in_pieces(wanted):
        for dwelling in Dwelling.objects.filter(pk__in=some):
            homes[wanted[dwelling.pk]] = dwelling
    return homes
