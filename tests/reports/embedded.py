"""What test_embedded.py runs as a program of its own, on the embedded database.

make       a community of 3,000 people, and an export of all of them by its secretary
write      write it, and stop at every thousand until told to go on
settle     write what still waits, and print what became of it
"""

import json
import resource
import sys
from datetime import timedelta
from uuid import uuid4

import django

django.setup()

from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from foundation.models import Record  # noqa: E402
from foundation.work import queue  # noqa: E402
from grids.models import Area  # noqa: E402
from reports.exports import files, requests  # noqa: E402
from reports.models import Export  # noqa: E402
from reports.tables import Ask  # noqa: E402
from residents.models import Person  # noqa: E402
from tests import builders, neighbourhood  # noqa: E402

PEOPLE = 3_000


def make():
    areas = neighbourhood.areas()
    north, east = areas["north"], areas["east"]
    home = builders.make_door(east)
    Person.objects.bulk_create(
        [Person(name=f"住户{n}", home=home, **east.columns()) for n in range(PEOPLE)]
    )
    chen = neighbourhood.staff("chen", north)
    requests.four_eyes.FROM_ROWS[0] = PEOPLE + 1
    requests.order(
        uid=uuid4(),
        table="people",
        ask=Ask(area=north, state="here"),
        columns=["name", "phone", "address"],
        full=False,
        why="给街道核对人数",
        form="csv",
        by=chen,
        at=timezone.now(),
    )


def write():
    def in_steps(beside):
        print("writing", flush=True)
        sys.stdin.readline()  # until whoever started us has done theirs

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    requests.four_eyes.FROM_ROWS[0] = PEOPLE + 1
    # Late enough that whoever began before is taken for dead.
    at = timezone.now() + Export.CLAIM_LASTS + timedelta(seconds=1)
    queue.work_on(Export.objects.get(), at=at, tick=in_steps)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40_000, grown  # kilobytes, whatever the number of rows


def settle():
    export = Export.objects.get()
    chen = builders.signed_in(User.objects.get(username="chen"))
    content = b"".join(requests.take(export=export, by=chen, at=timezone.now()))
    facts = {
        "state": export.state,
        "rows": export.rows,
        "tries": export.tries,
        "lines": content.decode("utf-8-sig").count("住户"),
        "made": Record.objects.filter(body__contains='"made people').count(),
        "people": Person.objects.count(),
        "files": len([path for path in files.folder().iterdir() if path.name == export.file_name]),
    }
    print(json.dumps(facts))


def register():
    """One more resident, while somebody else is writing."""
    east = Area.objects.get(code=neighbourhood.AREAS["east"][1])
    builders.make_person(None, "新来的", grid=east)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
