"""Fifty slow clients of each kind, and everybody else goes on as before."""

import asyncio
import os
import signal
import statistics
import subprocess
import sys

import pytest

from config.serving.bodies import GRACE
from tests import loops, migrated
from tests.browser import street
from tests.open import slow
from tests.ops.house import ROOT
from tests.waiting import BOUND, eventually

MANY = 50
OTHERS = 200
PAGE = "/sign-in/"
WSGI = ["--interface", "wsgi", "--blocking-threads", "1", "config.wsgi:application"]


@pytest.fixture
def house(tmp_path, tmp_path_factory):
    """As `bootstrap.py run` serves it, no proxy in front; one web process, where shipped has four."""
    shared = migrated.shared_folder(tmp_path_factory, "street")
    house = street.house(tmp_path / "house", {}, shared)
    house.static = shared / "static"
    house.start()
    assert eventually(house.is_well, saw=house.log)
    yield house
    house.clear_away()


async def others(port):
    """How long each of the others waited, in seconds, two at a time."""
    turns = asyncio.Semaphore(2)

    async def one():
        async with turns:
            return await slow.seconds_of(port, PAGE, patience=BOUND)

    return await asyncio.gather(*(one() for _other in range(OTHERS)))


def p95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


def soon(alone):
    """A second; more where the same pages take longer, with nobody slow, than on two quiet cores (12 ms)."""
    return max(1, p95(alone) / 0.012)


def largest_file_of(house):
    files = [path for path in house.static.rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    return f"/static/{largest.relative_to(house.static)}"


@pytest.mark.trial("open")
def test_slow_bodies(house, figures):
    async def tries():
        alone = await others(house.port)
        async with slow.crowd(house.port, slow.slow_body, MANY) as clients:
            waited = await others(house.port)
            still_there = sum(not client.done() for client in clients)
            async with asyncio.timeout(BOUND):
                answers = set(await asyncio.gather(*clients))
        return alone, waited, still_there, answers

    alone, waited, still_there, answers = loops.run(tries())

    figures(
        "slow bodies",
        tried=OTHERS,
        acknowledged=len(waited),
        lost=0,
        note=f"p95 {p95(waited):.3f} s beside {still_there} at 1 byte/s, each told after {GRACE} s",
    )
    assert p95(waited) < soon(alone)
    assert still_there
    assert answers == {b"HTTP/1.1 408 Request Timeout\r\n"}


@pytest.mark.trial("open")
@pytest.mark.parametrize("name", ["slow headers", "pages nobody reads", "files nobody reads"])
def test_other_slow_clients(house, name, figures):
    client = {
        "slow headers": slow.slow_header,
        "pages nobody reads": slow.reads_nothing_of(PAGE),
        "files nobody reads": slow.reads_nothing_of(largest_file_of(house)),
    }[name]

    async def tries():
        alone = await others(house.port)
        async with slow.crowd(house.port, client, MANY):
            return alone, await others(house.port)

    alone, waited = loops.run(tries())

    note = f"p95 {p95(waited):.3f} s, {p95(alone):.3f} with nobody slow"
    figures(name, tried=OTHERS, acknowledged=len(waited), lost=0, note=note)
    assert p95(waited) < soon(alone)


@pytest.mark.trial("open")
def test_a_server_whose_threads_wait_for_bodies_is_noticed(house):
    """Negative control: the same pages, each body read by the thread that answers."""
    house.stop()
    command = [sys.executable, "-m", "granian", "--port", str(house.port), "--log-level", "error"]
    plain = subprocess.Popen(
        [*command, *WSGI], cwd=ROOT, env=house.environment, start_new_session=True
    )

    async def tries():
        async with slow.crowd(house.port, slow.slow_body, 5):
            for _turn in range(3):  # the first may still come before them
                await slow.seconds_of(house.port, PAGE, patience=10)

    try:
        assert eventually(lambda: house.get(PAGE)[0] == 200)
        with pytest.raises(TimeoutError):
            loops.run(tries())
    finally:
        os.killpg(plain.pid, signal.SIGKILL)  # its worker, too
        plain.wait()
