"""A real `manage.py serve` on a data folder of its own, for tests that stop and kill parts of it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.waiting import BOUND
from tools.processes import alive, children_of
from tools.with_services import settings_for_tests

ROOT = Path(__file__).resolve().parents[2]


class House:
    def __init__(self, data, environment):
        self.data = data
        self.environment = {**settings_for_tests(data), **environment}
        self.port = free_port()
        self.process = None
        self.sessions = {}  # who → the cookies of somebody signed in

    def start(self, *options):
        command = ["manage.py", "serve", "--port", str(self.port), "--workers", "1", *options]
        with open(self.data / "log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def get(self, path, headers=None):
        """The status and body of a page; 0 while nothing listens."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=BOUND)
        with contextlib.closing(asking), contextlib.suppress(OSError):
            asking.request("GET", path, headers=headers or {})
            answer = asking.getresponse()
            return answer.status, answer.read().decode()
        return 0, ""

    def health(self):
        status, body = self.get("/healthz")
        return (status, json.loads(body)) if status else (0, {})

    def is_well(self):
        return self.health()[0] == 200

    def heartbeat(self):
        """When the clock last ticked, read past Django."""
        with contextlib.closing(sqlite3.connect(self.data / "zerentian.sqlite3")) as database:
            return database.execute("SELECT max(at) FROM notices_heartbeat").fetchone()[0]

    def child(self, name):
        """The process of "granian" or "celery" that the supervisor started."""
        for pid in children_of(self.process.pid):
            with contextlib.suppress(OSError):  # it ended while we looked
                if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return pid
        return None

    def all_processes(self):
        found, waiting = [], [self.process.pid]
        while waiting:
            found.append(waiting.pop())
            waiting += children_of(found[-1])
        return found

    def log(self):
        return (self.data / "log").read_text()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(BOUND)

    def clear_away(self):
        if self.process:
            for pid in self.all_processes():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()


def as_in_a_terminal():
    """For preexec_fn: Ctrl-C works again, which the background job of a shell ignores."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def all_gone(pids):
    return not any(map(alive, pids))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
