"""Pages for staff: open to whoever holds a post with that duty today."""

from foundation.access import Audience, open_to
from grids.roles import Duty


def duty_audience(duty: Duty) -> Audience:
    return Audience(f"duty {duty}", lambda request: request.reader.holds(duty))


def for_duty(duty: Duty):
    return open_to(duty_audience(duty))
