"""Let a run of the tests believe it is another day, for the trial `days`: `-p tests.another_day`.

The clock of Python stands at ZERENTIAN_TEST_DAY (ISO, UTC) and goes on from there; that of
PostgreSQL and of the disk does not, and no rule of ours may ask those.
"""

import os
from datetime import UTC, datetime

import time_machine

time_machine.travel(
    datetime.fromisoformat(os.environ["ZERENTIAN_TEST_DAY"]).replace(tzinfo=UTC)
).start()
