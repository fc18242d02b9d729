"""A whole street's homes change community at once, and come back: what the newspaper's street holds."""

import time

import pytest

from grids import boundaries
from grids.models import Building, Compound
from residents.models import Dwelling, Household, Person, Residency
from tests import builders
from tests.conftest import NOON, TODAY
from tests.grids.test_boundary_changes import LATER
from visits.models import Visit

BUILDINGS, DOORS, PEOPLE = 441, 20_000, 34_000
LONGEST = 60
"""Seconds on a machine on which others work, too; docs/performance.md says how long it took."""


@pytest.fixture
def street_of_homes(east, lin):
    place = east.columns()
    compounds = Compound.objects.bulk_create(
        Compound(community=east.parent, name=f"小区{n}") for n in range(15)
    )
    buildings = Building.objects.bulk_create(
        Building(compound=compounds[n % 15], number=n + 1, **place) for n in range(BUILDINGS)
    )
    doors = [
        Dwelling(building=buildings[n % BUILDINGS], floor=1, door=f"{n}", **place)
        for n in range(DOORS)
    ]
    for door in doors:
        door.walk_key = door.make_walk_key()
    Dwelling.objects.bulk_create(doors, batch_size=2_000)
    homes = Household.objects.bulk_create(
        (Household(dwelling=door, **place) for door in doors), batch_size=2_000
    )
    people = Person.objects.bulk_create(
        (
            Person(name=f"人{n}", home=doors[n % DOORS], household=homes[n % DOORS], **place)
            for n in range(PEOPLE)
        ),
        batch_size=2_000,
    )
    Residency.objects.bulk_create(
        (Residency(person=each, dwelling=each.home, from_on=TODAY, **place) for each in people),
        batch_size=2_000,
    )
    contact = {"by": lin, "outcome": "met", "occurred_at": NOON, "received_at": NOON}
    Visit.objects.bulk_create(
        (Visit(client_id=builders.uuid4(), dwelling=door, **contact, **place) for door in doors),
        batch_size=2_000,
    )
    return buildings


@pytest.mark.trial("opening")
def test_twenty_thousand_households_move_and_come_back(street_of_homes, far, south, qian, east):
    begun = time.monotonic()
    row = builders.change("move", buildings=tuple(street_of_homes), to=far, at=NOON)
    made = time.monotonic()
    assert Person.objects.filter(grid=far, community=south).count() == PEOPLE
    boundaries.undo(row=row, by=None, at=LATER)
    undone = time.monotonic()

    assert Person.objects.filter(grid=east, community=east.parent).count() == PEOPLE
    assert not Visit.objects.filter(grid=far).exists()
    print(f"\n{DOORS} households: {made - begun:.1f} s there, {undone - made:.1f} s back")
    assert made - begun < LONGEST and undone - made < LONGEST
