"""Redis may vanish: pages go on, /healthz says so, and nobody has to do anything when it is back."""

import signal
import time

import pytest

from tests.ops.house import eventually


def test_pages_go_on_and_the_clock_resumes_by_itself(house, queue):
    house.environment["REDIS_URL"] = queue.url
    house.start()
    assert eventually(house.is_well)

    queue.kill()
    assert eventually(lambda: house.health()[0] == 503)
    assert house.get("/sign-in/")[0] == 200
    assert "silent for" in house.health()[1]["worker"]

    queue.start()
    assert eventually(house.is_well, 40)


@pytest.mark.trial("crashes")
def test_a_redis_that_hangs_is_no_different(house, queue):
    house.environment["REDIS_URL"] = queue.url
    house.start()
    assert eventually(house.is_well)

    queue.process.send_signal(signal.SIGSTOP)
    time.sleep(2)
    stopped_at = house.heartbeat()
    assert house.get("/sign-in/")[0] == 200
    time.sleep(2)
    assert house.heartbeat() == stopped_at

    queue.process.send_signal(signal.SIGCONT)
    assert eventually(lambda: house.heartbeat() > stopped_at, 40)
