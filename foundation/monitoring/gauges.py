"""What a machine that watches over the house may read of it: /metrics (decision 24).

Ages in whole minutes and room in whole shares, never a count of rows: how many notices wait tells
whoever watches long enough that something happened which is not theirs to know. Each room registers
when it is ready what it can tell of itself.

    gauges.register(Gauge("outbox_age_minutes", "…", oldest_unsent))
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import Error, connection

PREFIX = "zerentian_"


@dataclass(frozen=True)
class Gauge:
    """`read(at)` is a whole number, or None when there is nothing to tell, such as no backup yet."""

    name: str
    about: str
    read: Callable[[datetime], int | None]


_gauges: dict[str, Gauge] = {}


def register(gauge: Gauge) -> None:
    _gauges[gauge.name] = gauge


def read(at: datetime) -> Iterator[tuple[Gauge, int]]:
    """What can be read now; a database that does not answer keeps only its own gauges silent."""
    for gauge in _gauges.values():
        try:
            value = gauge.read(at)
        except Error:
            connection.close()
            continue
        if value is not None:
            yield gauge, value


def minutes_since(moment: datetime | None, at: datetime) -> int | None:
    """Whole minutes, none of them begun; None without a moment."""
    return max(0, int((at - moment).total_seconds() // 60)) if moment else None
