"""Sign-in codes and contacts beside an export of everybody on SQLite: how long each waits.

    python -m bench.measurements.exporting [--people 34000] [--holding]

`--holding` writes the same file in a transaction that may write, which keeps the turn as long as
the file takes. `measure` is the way in for others.
"""

import argparse
import contextlib
import sys
import time
from uuid import uuid4

import django

from bench.measurements import beside, writers

DOOR = 2  # people behind one
AT_ONCE = 2_000  # rows


def measure(*, people: int, holding: bool = False) -> dict:
    """Milliseconds (p50, p99, longest) of codes and contacts; seconds of the export; its state and rows."""
    wanted = {"people": people, "holding": holding}
    return writers.in_a_house_of_its_own("bench.measurements.exporting", wanted)


# In a process of its own, whose house is in a folder of its own.


def work(wanted: dict) -> dict:
    django.setup()
    from django.db import connections

    writers.prepare({"writers": beside.PHONES, "lines": 0})
    _settle_in(wanted["people"])
    export = _agreed()
    connections.close_all()  # whoever is forked opens their own
    return beside.while_they_write(lambda: _written(export, wanted["holding"]))


def _settle_in(people):
    from grids.models import Building
    from residents import registry
    from residents.models import Dwelling, Person

    building = Building.objects.order_by("pk").first()
    areas = {"grid": building.grid, "community": building.community}
    areas["township"] = building.township
    doors = [
        Dwelling(building=building, stairwell=1, floor=1, door=f"{number:05d}", **areas)
        for number in range(-(-people // DOOR))
    ]
    Dwelling.objects.bulk_create(doors, batch_size=AT_ONCE)
    everybody = [
        registry.entry(name="王小明", home=doors[number // DOOR], phone=f"164{number:08d}", **areas)
        for number in range(people)
    ]
    Person.objects.bulk_create(everybody, batch_size=AT_ONCE)


def _agreed():
    """An export of all of them, asked for by one and agreed to by another of the street office."""
    from django.utils import timezone

    from grids.models import Area
    from reports.exports import requests
    from reports.tables import TABLES, Ask

    street = Area.objects.get(level="township")
    bai, mai = (_staff(name, street) for name in ("bai", "mai"))
    export = requests.order(
        uid=uuid4(),
        table="people",
        ask=Ask(area=street, state="all"),
        columns=[column.key for column in TABLES["people"].columns],
        full=False,
        why="给街道核对人数",
        form="xlsx",
        by=bai,
        at=timezone.now(),
    )
    requests.agree(export=export, by=mai, at=timezone.now())
    return export


def _staff(name, street):
    """As a session marks whoever came in with a password and a key."""
    from django.utils import timezone

    from accounts.models import User
    from grids.models import Posting

    user = User.objects.create(username=name, name=name)
    today = timezone.localdate()
    Posting.objects.create(user=user, area=street, role="street_staff", from_on=today)
    user.signed_in_by, user.factor_shown = "password", "key"
    return user


def _written(export, holding):
    from django.db import transaction
    from django.utils import timezone

    from foundation.work import queue

    export.refresh_from_db()
    begun = time.monotonic()
    with transaction.atomic() if holding else contextlib.nullcontext():
        queue.work_on(export, at=timezone.now())
    seconds = time.monotonic() - begun
    export.refresh_from_db()
    return {"written": seconds, "state": export.state, "rows": export.rows}


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=34_000)
    parser.add_argument("--holding", action="store_true")
    writers.run(parser, argv, measure=measure, work=work)


if __name__ == "__main__":
    main(sys.argv[1:])
