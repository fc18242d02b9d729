"""The worker of a house whose clock stands in a file; it notes what it has in hand, and when it swept.

    celery -A tests.messages.worker worker

MESSAGES_FOLDER is where the clock and the notes are, MESSAGES_WITHOUT the guard that is taken out.
Whoever dies leaves a note behind, which says nothing of the living.
"""

import os
from pathlib import Path

import django
from django.utils import timezone

from config.celery import app
from tests.messages.standing_clock import StandingClock

FOLDER = Path(os.environ["MESSAGES_FOLDER"])
clock = StandingClock(FOLDER / "clock")
timezone.now = clock.now
django.setup()

from foundation import outbound  # noqa: E402  (Django first)
from notices.delivery import sending  # noqa: E402
from tests.messages import taken_out  # noqa: E402

__all__ = ["app"]

# As long as nobody notices in a trial; what they are in life is in proportion.
outbound.WHOLE, outbound.REST = 5.0, 1.0
if out := os.environ.get("MESSAGES_WITHOUT"):
    taken_out.without(out)

send, send_due = sending._send, sending.send_due
in_hand = FOLDER / f"hand-{os.getpid()}"


def noted_send(row, at):
    in_hand.write_text(str(row.pk))
    try:
        return send(row, at)
    finally:
        in_hand.unlink()


def noted_sweep(at):
    count = send_due(at)
    with (FOLDER / "sweeps").open("a") as sweeps:
        sweeps.write(f"{at.isoformat()}\n")
    return count


sending._send, sending.send_due = noted_send, noted_sweep
