"""A whole street's homes change community at once, and come back: what the newspaper's street holds."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from grids import boundaries
from grids.models import BoundaryChange, Building, Compound
from residents.models import Dwelling, Household, Person, Residency
from tests import builders
from tests.conftest import NOON, TODAY
from tests.grids.test_boundary_changes import LATER
from tests.waiting import eventually
from visits.models import Visit

pytestmark = [pytest.mark.trial("boundaries-street"), pytest.mark.postgres]
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


@pytest.mark.django_db
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


MAKES = """
import django
django.setup()
from django.utils import timezone
from grids import boundaries
from grids.models import Area, Building
from tests import builders
to = Area.objects.get(code="{code}")
builders.change("move", buildings=tuple(Building.objects.order_by("pk")), to=to, at=timezone.now())
"""
GOES_BACK = """
import django
django.setup()
from django.utils import timezone
from grids import boundaries
from grids.models import BoundaryChange
boundaries.undo(row=BoundaryChange.objects.get(), by=None, at=timezone.now())
"""


def process(line, **values):
    """Another process on the database of this test."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/zerentian?", f"/{name}?")
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen([sys.executable, "-c", line.format(**values)], env=environment)


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def is_writing(table):
    """Whether somebody else's transaction has begun to write into it."""
    return asked(
        "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock'"
        f" AND relation = '{table}'::regclass AND pid <> pg_backend_pid()"
    )


def others():
    return asked(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )


def killed_while_writing(table, line, **values):
    with process(line, **values) as one:
        eventually(lambda: is_writing(table) or one.poll() is not None)
        assert one.poll() is None, "it was done before it was killed"
        os.kill(one.pid, signal.SIGKILL)
    eventually(lambda: not others())


def done(line, **values):
    with process(line, **values) as one:
        assert one.wait() == 0


def lies_in(grid):
    models = (Building, Dwelling, Household, Person, Residency, Visit)
    return [model.objects.filter(grid=grid).count() for model in models]


TABLES = (Building, Dwelling, Person, Visit)


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_in_the_midst_has_moved_nobody(street_of_homes, east, far, qian):
    """kill -9 on the way there and on the way back, at the first, a middle and the last table."""
    whole, nothing = lies_in(east), [0] * 6
    assert whole == [BUILDINGS, DOORS, DOORS, PEOPLE, PEOPLE, DOORS]
    for model in TABLES:
        killed_while_writing(model._meta.db_table, MAKES, code=far.code)
        assert (lies_in(east), lies_in(far)) == (whole, nothing)
        assert not BoundaryChange.objects.exists()
    done(MAKES, code=far.code)
    assert (lies_in(east), lies_in(far)) == (nothing, whole)

    for model in TABLES:
        killed_while_writing(model._meta.db_table, GOES_BACK)
        assert (lies_in(east), lies_in(far)) == (nothing, whole)
        assert BoundaryChange.objects.get().undone_at is None
    done(GOES_BACK)
    assert (lies_in(east), lies_in(far)) == (whole, nothing)
    assert BoundaryChange.objects.get().undone_at
