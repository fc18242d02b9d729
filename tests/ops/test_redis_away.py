"""Redis may vanish: pages go on, /healthz says so, and nobody has to do anything when it is back."""

import signal

import pytest

from tests.waiting import eventually


def test_pages_go_on_and_the_clock_resumes_by_itself(house, queue):
    house.environment["REDIS_URL"] = queue.url
    house.start()
    assert eventually(house.is_well)

    queue.kill()
    assert eventually(lambda: is_silent(house))
    assert house.get("/sign-in/")[0] == 200

    queue.start()
    assert eventually(house.is_well)


@pytest.mark.trial("crashes")
def test_a_redis_that_hangs_is_no_different(house, queue):
    house.environment["REDIS_URL"] = queue.url
    house.start()
    assert eventually(house.is_well)

    queue.process.send_signal(signal.SIGSTOP)
    assert eventually(lambda: is_silent(house))
    stopped_at = house.heartbeat()
    assert house.get("/sign-in/")[0] == 200
    assert is_silent(house) and house.heartbeat() == stopped_at

    queue.process.send_signal(signal.SIGCONT)
    assert eventually(lambda: house.heartbeat() > stopped_at)


def is_silent(house):
    return "silent for" in house.health()[1].get("worker", "")
