"""Two workers, a beat and a queue on the database of a test, all of which may be killed at any time."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from notices.delivery import sending
from notices.models import Notice
from tests import migrated
from tests.messages.standing_clock import StandingClock
from tests.open.stopwatch import Stopwatch
from tests.ops.house import ROOT
from tests.waiting import eventually
from tools.with_services import Redis

WORKERS = 2
PATIENCE, PAUSE = 30, 0.05
"""Seconds after which a worker that says nothing is replaced, as `manage.py serve` does; and between two looks."""


@dataclass
class House:
    folder: Path
    gateway: str
    """host:port of the gateway."""
    queue: Redis
    clock: StandingClock
    chance: Random
    out: str = ""
    workers: list = field(default_factory=list)
    beat: object = None
    kills: Counter = field(default_factory=Counter)
    replaced: int = 0
    moments: int = 0
    numbers: object = field(default_factory=count)

    @property
    def environment(self):
        return os.environ | {
            "DATABASE_URL": migrated.url_of(connection.settings_dict["NAME"]),
            "REDIS_URL": self.queue.url,
            "ZERENTIAN_DATA": str(settings.DATA),
            "ZERENTIAN_CLOCK_TICK": "1",
            "ZERENTIAN_SMS_CHANNEL": "notices.channels.http_gateway.HttpGateway",
            "ZERENTIAN_SMS_URL": f"http://{self.gateway}/",
            "ZERENTIAN_SMS_BODY": '{"to": "<to>", "text": "<text>", "uid": "<uid>"}',
            "ZERENTIAN_SMS_SUCCESS": "code=0",
            "ZERENTIAN_SMS_HOPELESS": "code=bad_number",
            "ZERENTIAN_OUTBOUND_HOSTS": self.gateway,
            "ZERENTIAN_OUTBOUND_PRIVATE": "127.0.0.0/8",
            "MESSAGES_FOLDER": str(self.folder),
            "MESSAGES_WITHOUT": self.out,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def start(self):
        while len(self.workers) < WORKERS:
            options = ["worker", "-P", "solo", "--without-gossip", "-n", f"w{next(self.numbers)}"]
            self.workers.append(self._celery("tests.messages.worker", *options))
        if self.beat is None:
            self.beat = self._celery("config", "beat")

    def _celery(self, app, *options):
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "celery", "--quiet", "-A", app, *options, "-l", "error"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def kill_a_worker(self):
        """May be called while the gateway is asked, by a thread of it."""
        self.kills["worker"] += 1
        busy = [each for each in list(self.workers) if self._hand(each).exists()]
        with contextlib.suppress(IndexError):
            self.chance.choice(busy or self.workers).send_signal(signal.SIGKILL)

    def kill_the_beat(self):
        self.kills["beat"] += 1
        self.beat.kill()

    def empty_the_queue(self):
        """Nothing of it is on a disk."""
        self.kills["queue"] += 1
        self.queue.kill()
        self.queue.start()

    def works(self, at):
        """Until at this moment nothing may leave any more and nobody has anything in hand."""
        self.moments += 1
        swept, silence = self._swept(at), Stopwatch()

        def done():
            nonlocal silence
            self._replace_the_dead()
            if self._swept(at) == swept and silence.seconds > PATIENCE:
                silence = Stopwatch()
                self._replace_the_silent()
            return self._swept(at) > swept and nothing_may_leave(at) and self._hands_are_empty()

        while not done():
            threading.Event().wait(PAUSE)

    def _replace_the_silent(self):
        self.replaced += len(self.workers)
        for each in self.workers:
            each.kill()

    def _replace_the_dead(self):
        self.workers = [each for each in self.workers if each.poll() is None]
        if self.beat.poll() is not None:
            self.beat = None
        self.start()

    def _swept(self, at):
        sweeps = self.folder / "sweeps"
        return sweeps.read_text().count(f"{at.isoformat()}\n") if sweeps.exists() else 0

    def _hand(self, worker):
        return self.folder / f"hand-{worker.pid}"

    def _hands_are_empty(self):
        return not any(self._hand(each).exists() for each in self.workers if each.poll() is None)

    def clear_away(self):
        for each in [*self.workers, *([self.beat] if self.beat else [])]:
            each.kill()
            each.wait()


def nothing_may_leave(at):
    if Notice.objects.unsent(at).exists():
        return False
    return not sending._sendable(at).filter(sending._allowed(at)).exists()


def begun(house):
    """The processes are there and have swept."""
    house.start()
    at = house.clock.now()
    assert eventually(lambda: house._swept(at), saw=(house.folder / "log").read_text)
