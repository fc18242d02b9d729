"""Fifty slow clients of each kind, and everybody else goes on as before."""

import asyncio
import statistics
import subprocess
import sys

import pytest

from config.serving.bodies import GRACE
from tests import loops
from tests.open import slow
from tests.ops.house import ROOT
from tests.waiting import BOUND, eventually

MANY = 50
OTHERS = 200
PAGE = "/sign-in/"
WSGI = ["--interface", "wsgi", "--blocking-threads", "1", "config.wsgi:application"]


@pytest.fixture
def house(house):
    """As `bootstrap.py run` serves it, no proxy in front; one web process, where shipped has four."""
    house.start()
    assert eventually(house.is_well, saw=house.log)
    return house


async def others(port):
    """How long each of the others waited, in seconds, two at a time."""
    turns = asyncio.Semaphore(2)

    async def one():
        async with turns:
            return await slow.seconds_of(port, PAGE, patience=BOUND)

    return await asyncio.gather(*(one() for _other in range(OTHERS)))


def p95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


@pytest.mark.trial("open")
def test_slow_bodies(house, figures):
    async def tries():
        async with slow.crowd(house.port, slow.slow_body, MANY) as clients:
            waited = await others(house.port)
            still_there = sum(not client.done() for client in clients)
            async with asyncio.timeout(BOUND):
                answers = set(await asyncio.gather(*clients))
        return waited, still_there, answers

    waited, still_there, answers = loops.run(tries())

    figures(
        "slow bodies",
        tried=OTHERS,
        acknowledged=len(waited),
        lost=0,
        note=f"p95 {p95(waited):.3f} s beside {still_there} at 1 byte/s, each told after {GRACE} s",
    )
    assert p95(waited) < 1
    assert still_there
    assert answers == {b"HTTP/1.1 408 Request Timeout\r\n"}


@pytest.mark.trial("open")
@pytest.mark.parametrize(
    ("name", "client"),
    [
        ("slow headers", slow.slow_header),
        ("answers nobody reads", slow.reads_nothing_of("/static/css/zerentian.css")),
        ("pages nobody reads", slow.reads_nothing_of(PAGE)),
    ],
)
def test_other_slow_clients(house, name, client, figures):
    async def tries():
        async with slow.crowd(house.port, client, MANY):
            return await others(house.port)

    waited = loops.run(tries())

    figures(name, tried=OTHERS, acknowledged=len(waited), lost=0, note=f"p95 {p95(waited):.3f} s")
    assert p95(waited) < 1


@pytest.mark.trial("open")
def test_a_server_whose_threads_wait_for_bodies_is_noticed(house):
    """Negative control: the same pages, each body read by the thread that answers."""
    house.stop()
    command = [sys.executable, "-m", "granian", "--port", str(house.port), "--log-level", "error"]
    plain = subprocess.Popen([*command, *WSGI], cwd=ROOT, env=house.environment)

    async def tries():
        async with slow.crowd(house.port, slow.slow_body, 5):
            await slow.seconds_of(house.port, PAGE, patience=10)

    try:
        assert eventually(lambda: house.get(PAGE)[0] == 200)
        with pytest.raises(TimeoutError):
            loops.run(tries())
    finally:
        plain.kill()
        plain.wait()
