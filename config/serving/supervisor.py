"""Keeps the web server and the worker running: the parent of `manage.py serve`.

Each child has a process group of its own, so that nothing of it outlives it. A child that ends is
started again, ever more slowly. Pages that only ever end stop the whole, with a sentence; so does
a worker that is alone. Beside pages it does not: they go on without it, and /healthz says so. A
worker that lives but no longer ticks is replaced: after a lost connection to Redis, Celery has been
seen to sit there for ever.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field

from config import logs
from tools.processes import die_with_parent

CRASH_LOOP = 5  # ends …
CRASH_WINDOW = 60  # … within so many seconds
SLOWEST_RESTART = 10
SLOWEST_BESIDE_PAGES = 60
PATIENCE = 8  # seconds to end well when asked; a service manager gives ten
FREEZE = 0.2


def log(text):
    """A log on a full disk, or one nobody reads any more, ends nothing."""
    with contextlib.suppress(OSError):
        print(logs.said(text), file=sys.stderr, flush=True)


class CrashLoop(Exception):
    pass


@dataclass
class Child:
    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    started_at: float = 0
    not_before: float = 0
    ends: deque = field(default_factory=lambda: deque(maxlen=2 * CRASH_LOOP))

    @property
    def ended(self):
        return self.process is not None and self.process.poll() is not None

    def start(self):
        """Raises OSError where the machine has no room for another process."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def ask_to_end(self):
        if self.process and not self.ended:
            self.process.terminate()

    def sweep_away(self):
        """Whatever is left of it and of what it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def note_end(self, *, counts, slowest, window):
        """Start again soon, later each time; False when it has ended too often."""
        now = time.monotonic()
        recent = [at for at in self.ends if now - at < window]
        self.not_before = now + min(0.5 * 2 ** len(recent), slowest)
        self.process = None
        if counts:
            self.ends.append(now)
            recent.append(now)
        return len(recent) < CRASH_LOOP


class Supervisor:
    def __init__(self, children, watch):
        self.children = children
        self.watch = watch
        self.asked_to_stop = False

    def run(self):
        """Until asked to stop (0) or until a child keeps ending (1)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        self.watch.start()
        try:
            while not self.asked_to_stop:
                for child in self.children:
                    self.tend(child)
                time.sleep(FREEZE)
        except CrashLoop as loop:
            log(f"停下了 Stopped: {loop}")
            return 1
        finally:
            self.end_all()
        return 0

    def stop(self, *_):
        self.asked_to_stop = True

    def tend(self, child):
        if child.process is None:
            if time.monotonic() >= child.not_before:
                self.begin(child)
        elif child.ended:
            log(f"{child.name} ended ({child.process.returncode}); starting it again")
            self.bury(child)
        elif child.name == "worker" and self.watch.finds_stuck(since=child.started_at):
            log("worker lives but does not tick; replacing it")
            self.bury(child)

    def begin(self, child):
        try:
            child.start()
        except OSError as error:
            log(f"{child.name} cannot start ({error.strerror}); trying again")
            self.bury(child)

    def bury(self, child):
        child.sweep_away()
        beside_pages = child.name != "web" and any(each.name == "web" for each in self.children)
        # While the broker is away a worker may well end; that is no reason to stop or to be slow.
        counts = child.name == "web" or self.watch.broker_answers
        slowest = SLOWEST_BESIDE_PAGES if beside_pages else SLOWEST_RESTART
        window = 2 * CRASH_LOOP * slowest if beside_pages else CRASH_WINDOW
        if child.note_end(counts=counts, slowest=slowest, window=window):
            return
        if beside_pages:
            log(f"{child.name} keeps ending; the pages go on without it, and /healthz says so")
        else:
            raise CrashLoop(
                f"{child.name} ended {CRASH_LOOP} times within {CRASH_WINDOW} seconds; "
                "the lines above say why. Put that right and start again."
            )

    def end_all(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in self.children:
            child.ask_to_end()
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and any(
            child.process and not child.ended for child in self.children
        ):
            time.sleep(0.05)
        for child in self.children:
            child.sweep_away()
