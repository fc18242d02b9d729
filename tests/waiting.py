"""How tests wait: for something to be true, never for time to pass.

A machine may be as slow as it likes. There is one bound, and only what hangs comes near it;
`tests/test_waiting.py` finds the tests that keep a clock of their own.
"""

import threading
import time

BOUND = 300
"""Seconds, for whatever wants a number."""
PAUSE = 0.1


class NeverCame(AssertionError):
    pass


def eventually(true, *, saw=None, rest=time.sleep):
    """What `true` answers once that is true; else an error with the last answer and what `saw` has
    to tell. In front of a browser `rest` lets it go on."""
    give_up = time.monotonic() + BOUND
    while not (answer := true()):
        if time.monotonic() > give_up:
            told = f"; {saw()}" if saw else ""
            raise NeverCame(f"still {answer!r} after {BOUND} seconds{told}")
        rest(PAUSE)
    return answer


class Meeting:
    """Where threads wait until so many of them have come; from then on everybody passes.

    A race is certain with it, however the machine shares out its time.
    """

    def __init__(self, people):
        self.people = people
        self.came = 0
        self.counting = threading.Lock()
        self.complete = threading.Event()

    def wait(self):
        with self.counting:
            self.came += 1
            if self.came >= self.people:
                self.complete.set()
        if not self.complete.wait(BOUND):
            raise NeverCame(f"{self.came} of {self.people} came within {BOUND} seconds")


def patient(browser):
    """The same browser, whose windows and expectations wait as long as everything else here."""
    from playwright.sync_api import expect  # as late as the browser itself

    expect.set_options(timeout=BOUND * 1000)
    make = browser.new_context

    def new_context(**options):
        context = make(**options)
        context.set_default_timeout(BOUND * 1000)
        return context

    browser.new_context = new_context
    return browser


def rest_of(page):
    """For `eventually`: a pause in which the browser's messages arrive."""
    return lambda seconds: page.wait_for_timeout(seconds * 1000)


def patient_database(default):
    """In life a request gives up soon, so that one that hangs holds up nobody else; two hundred
    threads that a test lets loose on one row wait for each other as long as they must."""
    options = default["OPTIONS"]
    if "timeout" in options:  # SQLite
        options["timeout"] = BOUND
    else:
        limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        options["options"] = " ".join(f"-c {name}={BOUND}s" for name in limits)
        options["connect_timeout"] = BOUND
