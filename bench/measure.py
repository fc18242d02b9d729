"""Two things side by side: turn by turn, so that whatever slows the machine slows both."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from django.db import connection

PATIENCE, FEWEST, WARM = 6.0, 5, 2  # seconds and turns of one comparison, turns before them


@dataclass
class Figure:
    """One line of the table. `ratio` is what counts; `seconds` is only for orientation."""

    what: str
    against: str
    ratio: float | None
    seconds: float | None = None
    target: float | None = None  # at most this, or at least if `more_is_better`
    more_is_better: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return "failed"
        if self.target is None:
            return ""
        kept = self.ratio >= self.target if self.more_is_better else self.ratio <= self.target
        return "kept" if kept else "missed"


@dataclass
class Times:
    """Every turn of each way, in seconds, and what of it the database took."""

    whole: dict[str, list[float]] = field(default_factory=dict)
    database: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)

    def seconds(self, way: str) -> float:
        return median(self.whole[way])

    def ratio(self, way: str, to: str) -> float:
        return _ratio(self.whole, way, to)

    def database_ratio(self, way: str, to: str) -> float:
        return _ratio(self.database, way, to)


def _ratio(times, way, to):
    """The median of what each turn gave: a turn that met a busy machine decides nothing."""
    return median(one / max(other, 1e-9) for one, other in zip(times[way], times[to], strict=True))


def side_by_side(
    ways: dict[str, Callable[[], object]],
    *,
    turns: int = 21,
    before: Callable[[str], object] = lambda way: None,
) -> Times:
    """Run every way in turn, up to `turns` times, after WARM runs that do not count.

    `before` is called with the way's name, and its time does not count either. Slow things get
    fewer turns: after PATIENCE seconds FEWEST are enough.
    """
    times = Times({way: [] for way in ways}, {way: [] for way in ways})
    gc.collect()
    gc.freeze()
    started = time.perf_counter()
    for turn in range(-WARM, turns):
        if turn >= FEWEST and time.perf_counter() - started > PATIENCE:
            break
        for way, run in ways.items():
            before(way)
            watch = Watch()
            with connection.execute_wrapper(watch):
                begun = time.perf_counter()
                run()
                took = time.perf_counter() - begun
            if turn >= 0:
                times.whole[way].append(took)
                times.database[way].append(watch.seconds)
                times.queries[way] = watch.queries
    return times


class Watch:
    """How long the database was asked, as `connection.execute_wrapper`."""

    def __init__(self):
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun
            self.queries += 1
