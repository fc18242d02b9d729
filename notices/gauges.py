"""What a monitor may know of the outbox: how old the oldest is, never how many."""

from foundation.monitoring import gauges
from foundation.monitoring.gauges import Gauge
from notices.models import Dispatch, Notice
from notices.quiet_hours import is_quiet


def oldest_unsent(at):
    """Since it was due: what waits for the morning is not late."""
    waiting = _age(Notice.objects.unsent(at), at)
    if is_quiet(at):
        return waiting
    return max(waiting, _age(Dispatch.objects.late(at).in_order(), at))


def oldest_given_up(at):
    return _age(Dispatch.objects.given_up(), at)


def _age(rows, at):
    oldest = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return gauges.minutes_since(oldest, at) or 0


def register():
    gauges.register(
        Gauge(
            "outbox_age_minutes",
            "Minutes since the oldest message not yet sent was due; 0 when none is.",
            oldest_unsent,
        )
    )
    gauges.register(
        Gauge(
            "dead_letter_age_minutes",
            "Minutes since the oldest message was due that could not be sent; 0 when there is none.",
            oldest_given_up,
        )
    )
