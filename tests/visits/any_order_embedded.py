"""Two hundred sequences of contacts logged, taken back and told anew, in the database of DATABASE_URL.

python -m tests.visits.any_order_embedded
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402  (nothing of it may be imported before)
from hypothesis import given, settings  # noqa: E402

from tests import builders, neighbourhood  # noqa: E402
from tests.conftest import NOON  # noqa: E402
from tests.visits import any_order  # noqa: E402


def main():
    areas = neighbourhood.areas()
    lin = neighbourhood.staff("lin", areas["east"])
    home = builders.make_door(areas["east"])
    people, tried = any_order.family(home, lin, at=NOON), []

    @settings(max_examples=200, deadline=None, database=None)
    @given(steps=any_order.STEPS)
    def each(steps):
        tried.append(1)
        any_order.try_out(steps, home=home, people=people, by=lin, at=NOON)

    each()
    sys.stdout.write(json.dumps({"engine": connection.vendor, "tried": len(tried)}))


if __name__ == "__main__":
    main()
