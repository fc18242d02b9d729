"""Many who log contacts at once on SQLite, without a pause: how long each waits.

    python -m bench.measurements.writers [--writers 45] [--seconds 20] [--import 34000]

Each is a process and writes through the product's own logbook. `--synchronous` and
`--without-turn` show what the settings cost and bring; `--import` takes in a roster of so many
lines meanwhile. `measure` is the way in for others.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from uuid import uuid4

import django

from bench.measurements import roster

SAYS = "聊了聊家常，身体还好。"
QUIET = 10  # lines of a roster that nobody takes in


def measure(
    *, writers: int, seconds: float, synchronous: str = "FULL", turn: bool = True, lines: int = 0
) -> dict[str, float]:
    """Milliseconds of a write (p50, p99, longest), how many there were, and how many were refused."""
    wanted = {"writers": writers, "seconds": seconds, "synchronous": synchronous}
    wanted |= {"turn": turn, "lines": lines}
    return in_a_house_of_its_own("bench.measurements.writers", wanted)


def in_a_house_of_its_own(module: str, wanted: dict) -> dict:
    """What the module's `work` finds, in a process of its own on SQLite in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = roster.environment_of(folder)
        environment.pop("DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "-m", module, "--inside"],
            input=json.dumps(wanted),
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


# In a process of its own, whose house is in a folder of its own.


def work(wanted: dict) -> dict[str, float]:
    django.setup()
    _settings(wanted)
    prepare(wanted)
    taking_in = _start_import(wanted["lines"])
    context = multiprocessing.get_context("fork")
    together.update(begin=context.Barrier(wanted["writers"]), seconds=wanted["seconds"])
    with context.Pool(wanted["writers"]) as pool:
        told = pool.map(_write, range(wanted["writers"]), chunksize=1)
    seconds = [each for one, _refused in told for each in one]
    found = {"writes": len(seconds), "refused": sum(refused for _one, refused in told)}
    if taking_in:
        found["taken in"] = json.loads(taking_in.communicate()[0].splitlines()[-1])["seconds"]
    return found | percentiles(sorted(seconds))


def _settings(wanted):
    from django.conf import settings
    from django.db import connections

    default = settings.DATABASES["default"]
    if not wanted["turn"]:
        default["ENGINE"] = "django.db.backends.sqlite3"
    command = default["OPTIONS"]["init_command"]
    default["OPTIONS"]["init_command"] = command.replace("=FULL", f"={wanted['synchronous']}")
    del connections["default"]


def prepare(wanted):
    """A community with a roster that waits, and a door with one person for each writer."""
    from django.db import connections
    from django.utils import timezone

    from accounts.models import User
    from grids.models import Building
    from residents import registry
    from residents.models import Dwelling, Roster
    from residents.roster import workflow

    roster.prepare(wanted["lines"] or QUIET)
    building = Building.objects.order_by("pk").first()
    for number in range(wanted["writers"]):
        areas = {"grid": building.grid, "community": building.community}
        areas["township"] = building.township
        home = Dwelling.objects.create(
            building=building, stairwell=9, floor=9, door=f"9{number:03d}", **areas
        )
        person = registry.entry(name="王小明", home=home, tier="key", **areas)
        person.next_due_on = timezone.localdate()
        registry.settle_in(person, tenure="own", on=timezone.localdate())
        User.objects.create(name="林", username=f"writer{number}")
    if wanted["lines"]:
        waiting = Roster.objects.select_related("community").get()
        workflow.check(roster=waiting, at=timezone.now())
    connections.close_all()


def _start_import(lines):
    if not lines:
        return None
    return roster.start("take in", lines, os.environ)


together: dict = {}
"""What all writers know: where they wait for each other, and for how long they write."""


def _write(number):
    from django.db import OperationalError, connection

    log, took, refused = contacts(number), [], 0
    together["begin"].wait()
    ends = time.monotonic() + together["seconds"]
    while (begun := time.monotonic()) < ends:
        try:
            log()
        except OperationalError:
            refused += 1
        took.append(time.monotonic() - begun)
    connection.close()
    return took, refused


def contacts(number):
    """A function that logs one contact more of this writer."""
    from django.utils import timezone

    from accounts.models import User
    from residents.models import Person
    from visits import logbook

    by = User.objects.get(username=f"writer{number}")
    person = Person.objects.select_related("home").get(home__door=f"9{number:03d}")

    def log():
        logbook.log(
            client_id=uuid4(),
            dwelling=person.home,
            people=[person],
            channel="door",
            outcome="met",
            by=by,
            at=timezone.now(),
            note=SAYS,
        )

    return log


def percentiles(seconds):
    def at(share):
        return round(seconds[min(int(len(seconds) * share), len(seconds) - 1)] * 1000, 1)

    return {"p50": at(0.5), "p99": at(0.99), "longest": at(1)}


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", type=int, default=45)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--synchronous", default="FULL", choices=["NORMAL", "FULL"])
    parser.add_argument("--without-turn", dest="turn", action="store_false")
    parser.add_argument("--import", dest="lines", type=int, default=0)
    run(parser, argv, measure=measure, work=work)


def run(parser, argv, *, measure, work):
    """Print what `measure` finds; in the process that it starts, what `work` does."""
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wanted = vars(parser.parse_args(argv))
    inside = wanted.pop("inside")
    print(json.dumps(work(json.load(sys.stdin)) if inside else measure(**wanted)))


if __name__ == "__main__":
    main(sys.argv[1:])
