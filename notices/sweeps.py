"""What the clock's sweep does besides: an app that has something to send registers it when ready."""

from collections.abc import Callable
from datetime import datetime

# sweep(at): sends what waits; safe to run twice.
Sweep = Callable[[datetime], object]
_sweeps: list[Sweep] = []


def also(sweep: Sweep) -> None:
    _sweeps.append(sweep)


def run(at: datetime) -> None:
    for sweep in _sweeps:
        sweep(at)
