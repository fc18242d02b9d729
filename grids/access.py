"""Pages for staff: open to whoever holds a post with that duty, or one of them, today."""

from foundation.access import Audience, open_to
from grids.roles import Duty


def duty_audience(*duties: Duty) -> Audience:
    name = " or ".join(f"duty {duty}" for duty in duties)
    return Audience(name, lambda request: any(map(request.reader.holds, duties)))


def for_duty(*duties: Duty):
    return open_to(duty_audience(*duties))
