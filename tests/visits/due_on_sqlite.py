"""The histories of due_histories in the database a house begins with: python -m … EXAMPLES."""

import sys

import django

django.setup()

from tests import builders, neighbourhood  # noqa: E402
from tests.visits import due_histories  # noqa: E402

areas = neighbourhood.areas()
worker = neighbourhood.staff("lin", areas["east"])
home = builders.make_door(areas["east"], "502")
doors = [home, builders.make_door(areas["east"], "777", building=home.building)]
person = builders.make_person(home, "王桂兰")
examples = int(sys.argv[1])
due_histories.try_out(due_histories.World(worker, doors, person), examples=examples)
print(f"{examples} histories")
