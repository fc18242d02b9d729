"""Writes what the earlier stages drew: doors, households, people, and a year of contacts."""

from demo.bulk_insert import bulk_insert, bulk_insert_values
from visits import due_dates
from visits.models import Visit


def write_people(world):
    for rows in (
        world.dwellings,
        world.households,
        world.people,
        world.residencies,
        world.tags,
    ):
        bulk_insert(rows)


def write_contacts(world):
    bulk_insert([visit for visit, _ in world.visits])
    bulk_insert_values(
        Visit.people.through,
        ["visit_id", "person_id"],
        ((visit.pk, person.pk) for visit, people in world.visits for person in people),
    )
    # Who is cared for is due as the rules say; of everybody else contacts.settle knows all.
    due_dates.work_out([person.pk for person in world.people if person.tier], on=world.today)
