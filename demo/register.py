"""Writes what the earlier stages drew: doors, households, people, and a year of contacts."""

from demo.pour import pour, pour_values
from visits.models import Visit


def write_people(world):
    for rows in (
        world.dwellings,
        world.households,
        world.people,
        world.residencies,
        world.tags,
    ):
        pour(rows)


def write_contacts(world):
    pour([visit for visit, _ in world.visits])
    pour_values(
        Visit.people.through,
        ["visit_id", "person_id"],
        ((visit.pk, person.pk) for visit, people in world.visits for person in people),
    )
