"""Ten thousand messages through the queue of files, with garbage among them: whoever is killed, the
worker never leaves by itself, and the pages beside it never stop."""

import os
import random
import signal
import subprocess
import sys

import pytest

from tests.open.stopwatch import Stopwatch
from tests.ops.conftest import bare_environment, house  # noqa: F401 - fixtures
from tests.ops.house import ROOT
from tests.waiting import eventually

MESSAGES, PRODUCERS, KILLS = 10_000, 4, 8
SEND = """if True:
    import sys
    import django
    django.setup()
    from config.celery import app
    for number in range(int(sys.argv[1])):
        task = "notices.tasks.heartbeat" if number % 50 else "of.a.version.long.gone"
        app.send_task(task)
        print(number, flush=True)
"""
GARBAGE = (b"", b"{", b"7", b'{"body": 3}', b"\xff\xfe", b"[]" * 1000)


class Producer:
    """Sends what is still to be sent; killed in the middle it goes on where it was."""

    def __init__(self, environment, messages):
        self.environment, self.left, self.sent = environment, messages, 0
        self.begin()

    def begin(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", SEND, str(self.left)],
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
            stdout=subprocess.PIPE,
        )

    def kill(self):
        self.process.kill()
        self.note()
        if self.left:
            self.begin()

    def note(self):
        done = self.process.communicate()[0].count(b"\n")
        self.sent, self.left = self.sent + done, self.left - done


def worker(environment, log):
    command = ["celery", "--quiet", "-A", "config", "worker", "-P", "solo", "--without-gossip"]
    return subprocess.Popen(
        [sys.executable, "-m", *command, "--loglevel", "error"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )


@pytest.mark.trial("open")
def test_ten_thousand_messages(house, figures):  # noqa: F811
    folder, chance = house.data / "queue", random.Random(12)
    log = (house.data / "worker-log").open("ab")
    at_work = worker(house.environment, log)
    producers = [Producer(house.environment, MESSAGES // PRODUCERS) for _ in range(PRODUCERS)]
    eventually(lambda: folder.exists())
    left = 0
    try:
        for kill in range(KILLS):
            for number, garbage in enumerate(GARBAGE):
                bad = folder / f"{kill}{number}_x.celery.msg"
                bad.write_bytes(garbage)
                os.utime(bad, (0, 0))
            eventually(lambda: sum(1 for _ in folder.iterdir()) > 20 or all_sent(producers))
            chance.choice(producers).kill()
            left += at_work.poll() is not None
            at_work.send_signal(signal.SIGKILL)
            at_work.wait()
            at_work = worker(house.environment, log)
        for producer in producers:
            producer.note()
        begun = Stopwatch()
        emptied(folder)
        left += at_work.poll() is not None
    finally:
        at_work.kill()
        at_work.wait()

    sent = sum(producer.sent for producer in producers)
    aside = len(list((house.data / "queue-unreadable").iterdir()))
    figures(
        "queue of files",
        tried=MESSAGES,
        acknowledged=sent,
        seconds=begun.seconds,
        note=f"{KILLS} kills each of workers and senders, {aside} unreadable moved away, "
        f"the worker left {left} times",
    )
    assert (sent, left, aside) == (MESSAGES, 0, KILLS * len(GARBAGE))


def emptied(folder):
    """As long as it takes: on a busy machine ten thousand are more than one wait."""
    while there := len(list(folder.iterdir())):
        assert eventually(lambda there=there: len(list(folder.iterdir())) < there)


def all_sent(producers):
    return all(producer.process.poll() is not None for producer in producers)


@pytest.mark.trial("open")
def test_a_worker_that_cannot_begin_leaves_the_pages_open(house, figures):  # noqa: F811
    """Each one it starts is killed at once."""
    house.start()
    assert eventually(house.is_well)
    killed, pages = set(), []

    def kill_the_next():
        pid = house.child("celery")
        if pid and pid not in killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        pages.append(house.get("/sign-in/")[0])
        return len(killed) > 7

    assert eventually(kill_the_next)
    begun = Stopwatch()
    assert "the pages go on without it" in house.log()
    assert eventually(house.is_well)
    figures(
        "worker killed in a row",
        tried=len(killed),
        seconds=begun.seconds,
        note=f"{len(pages)} pages asked for meanwhile, {pages.count(200)} answered",
    )
    assert set(pages) == {200}
