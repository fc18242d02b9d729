"""When those a roster brings are due first: planned for the whole roster, kept part by part."""

from datetime import date

from foundation.batches import in_pieces
from grids.models import Building
from residents import care
from residents.first_contacts import register
from residents.first_contacts.register import Waiting
from residents.models import Dwelling
from residents.roster.plan import Entry, Plan
from residents.roster.rows import At


class FirstDays:
    """Who of which part waits for a day; the days are asked for when the part is written.

    Each part is planned with all that come behind it and around all that is written. So the
    whole is even and in walking order, whoever goes on with it after somebody died.
    """

    def __init__(self, plans: list[Plan]):
        self.community = plans[0].community
        tier_of = [{entry.row.at: _tier_of(entry) for entry in plan.people} for plan in plans]
        waits = [
            [entry for entry in plan.people if tiers[entry.row.at]]
            for plan, tiers in zip(plans, tier_of, strict=True)
        ]
        doors = _doors(plans, [entry.row.place for entries in waits for entry in entries])
        self.parts = [
            [_waiting(entry, tiers[entry.row.at], doors) for entry in entries]
            for entries, tiers in zip(waits, tier_of, strict=True)
        ]

    def of_part(self, number: int, *, after: date) -> dict[At, date]:
        """{line of the file: the day of the first contact}. Three queries, or none."""
        keys = {each.key for each in self.parts[number]}
        if not keys:
            return {}
        left = [each for part in self.parts[number:] for each in part]
        days = register.spread(left, place=self.community, after=after)
        return {key: day for key, day in days.items() if key in keys}


def _tier_of(entry: Entry) -> str:
    """The tier somebody never contacted gets by this roster; empty if a day is fixed already."""
    tier, person = care.highest_tier(entry.tags), entry.person
    if not tier or person is None:
        return tier
    if person.last_contact_on:
        return ""
    is_fixed = person.next_due_on and person.tier_rank <= care.RANK[tier]
    return "" if is_fixed else tier


def _doors(plans: list[Plan], places: list[tuple]) -> dict[tuple, tuple[int, str]]:
    """{place: (its grid, its walk key)}, of doors in the register and of those that will be."""
    wanted, found = set(places), {}
    known = {plans[0].doors[place]: place for place in wanted if place in plans[0].doors}
    for some in in_pieces(known):
        rows = Dwelling.objects.filter(pk__in=some)
        for pk, grid, walk_key in rows.values_list("pk", "grid", "walk_key"):
            found[known[pk]] = grid, walk_key
    floors = {place: floor for plan in plans for place, floor in plan.new_doors.items()}
    new = [place for place in wanted if place not in found]
    buildings = Building.objects.in_bulk({building for building, _stairwell, _door in new})
    for place in new:
        number, stairwell, door = place
        building, floor = buildings[number], floors[place]
        row = Dwelling(building=building, stairwell=stairwell, floor=floor, door=door)
        found[place] = building.grid_id, row.make_walk_key()
    return found


def _waiting(entry, tier, doors):
    grid, walk_key = doors[entry.row.place]
    return Waiting(entry.row.at, grid, tier, entry.row.place, walk_key)
