"""When a worker is taken for stuck, by a clock we turn."""

import pytest

from config.serving import watch
from config.serving.health import STUCK
from config.serving.watch import LONGEST_START, STARTING, Watch

PATIENCE = STUCK.total_seconds()


class Clock:
    now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(watch, "time", clock)
    return clock


@pytest.fixture
def looking(clock):
    return Watch(port=None, when_open=lambda: None)


def waits(looking, clock):
    """Seconds a worker that starts now and never ticks is waited for."""
    since = clock.now
    while not looking.finds_stuck(since=since):
        clock.now += 1
    return clock.now - since


def test_a_worker_that_stopped_ticking_is_stuck(looking, clock):
    looking.ticked_at = clock.now

    clock.now += PATIENCE
    assert not looking.finds_stuck(since=900)
    clock.now += 1
    assert looking.finds_stuck(since=900)


def test_one_that_has_only_begun_is_given_time(looking, clock):
    assert waits(looking, clock) > STARTING + PATIENCE


def test_on_a_slow_machine_each_is_given_more_time_than_the_one_before(looking, clock):
    starts = [waits(looking, clock) - PATIENCE for _ in range(8)]

    assert [round(start) for start in starts[:3]] == [
        STARTING + 1,
        2 * STARTING + 1,
        4 * STARTING + 1,
    ]
    assert starts[-1] <= LONGEST_START + 1


def test_once_one_has_ticked_the_next_is_waited_for_as_usual(looking, clock):
    waits(looking, clock)
    looking.ticked_at = clock.now + 5
    looking.finds_stuck(since=clock.now)

    assert looking.starting == STARTING
