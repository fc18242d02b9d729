"""What the supervisor cannot see from the processes: does the clock tick, does the broker answer.

Looked at in a thread of its own, so that a slow database never keeps the supervisor from stopping.
"""

import http.client
import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone
from kombu.exceptions import KombuError

from config.celery import app
from config.serving.health import STUCK, TICK, last_heartbeat

log = logging.getLogger("zerentian")
STARTING = 20  # seconds a worker may take to begin, on a busy machine …
LONGEST_START = 600  # … and at most, after one was replaced that had not begun


class Watch(threading.Thread):
    def __init__(self, *, port: int | None, when_open: Callable[[], None]):
        super().__init__(daemon=True, name="watch")
        self.port = port
        self.when_open = when_open
        self.broker_answers = True
        self.starting = STARTING
        # Monotonic seconds: when it last ticked, and when there was a reason not to.
        self.ticked_at = 0.0
        self.excused_at = time.monotonic()

    def run(self):
        while True:
            try:
                self.look()
            except Exception:  # whatever it is, the next look may go well
                log.exception("the watch could not look")
                self.excused_at = time.monotonic()
            if self.port and web_answers(self.port):
                self.when_open()
                self.port = None
            time.sleep(0.3 if self.port else min(TICK.total_seconds(), 5))

    def look(self):
        """Only an old heartbeat in a database that answers, with a broker that answers, is one."""
        self.broker_answers = broker_answers()
        now = time.monotonic()
        try:
            last = last_heartbeat()
        except Error:
            connection.close()
            self.excused_at = now
            return
        if not self.broker_answers:
            self.excused_at = now
        elif last:
            self.ticked_at = now - max((timezone.now() - last).total_seconds(), 0)

    def finds_stuck(self, *, since):
        """No tick for too long, from a worker that has been there all that time.

        True is acted upon, so one that never ticked at all wins the next one twice the time to
        begin: where it was only slow, a replacement would be as slow, and never get there.
        """
        ticks = self.ticked_at > since
        expected_from = self.ticked_at if ticks else since + self.starting
        silent = time.monotonic() - max(expected_from, self.excused_at)
        stuck = silent > STUCK.total_seconds()
        if ticks:
            self.starting = STARTING
        elif stuck:
            self.starting = min(2 * self.starting, LONGEST_START)
        return stuck


def web_answers(port):
    """Any answer will do; asked under a name the program goes by."""
    named = [host for host in settings.ALLOWED_HOSTS if host[:1] not in "*."]
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asking.request("GET", "/", headers={"Host": (named or ["localhost"])[0]})
        asking.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True


def broker_answers():
    if not settings.REDIS_URL:
        return True
    patience = {"socket_connect_timeout": 2, "socket_timeout": 2}
    try:
        with app.connection_for_write(transport_options=patience) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (KombuError, OSError):
        return False
    return True
