"""Sign-in codes and contacts beside a roster on SQLite, which is killed on its way: how long each waits.

    python -m bench.measurements.beside [--lines 34000] [--kills 3] [--part 100]

Some phones ask for a code, some log a contact, each again after a short pause, while a roster is
taken in, killed so often, gone on with, and undone. `measure` is the way in for others.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from uuid import uuid4

import django

from bench.measurements import roster, writers

CODES, CONTACTS = 2, 4  # phones that ask for codes, and that log contacts
PHONES = CODES + CONTACTS
PAUSE = 0.05  # seconds between two of one phone


def measure(*, lines: int, kills: int = 0, part: int = 0) -> dict:
    """Milliseconds (p50, p99, longest) of codes and contacts; seconds of the roster; what is left.

    `part`: rows written at once, if it is not the product's own number. `people` are those the
    roster brought, after it was taken in and after it was undone; `wrong` counts findings in the
    record, and rows that somebody should have beside them and has not.
    """
    wanted = {"lines": lines, "kills": kills, "part": part}
    return writers.in_a_house_of_its_own("bench.measurements.beside", wanted)


# In a process of its own, whose house is in a folder of its own.


def work(wanted: dict) -> dict:
    django.setup()
    writers.prepare({"writers": PHONES, "lines": wanted["lines"]})
    return while_they_write(lambda: _through_its_life(wanted))


def while_they_write(act: Callable[[], dict]) -> dict:
    """What `act` finds, and how long codes and contacts waited meanwhile. Doors for PHONES stand."""
    context = multiprocessing.get_context("fork")
    together.update(begin=context.Barrier(PHONES + 1), enough=context.Event())
    with context.Pool(PHONES) as pool:
        told = pool.map_async(_phone, range(PHONES), chunksize=1)
        together["begin"].wait()
        try:
            found = act()
        finally:
            together["enough"].set()
        told = told.get()
    for name, some in (("codes", told[:CODES]), ("contacts", told[CODES:])):
        seconds = sorted(each for took, _refused in some for each in took)
        found[name] = writers.percentiles(seconds) | {"tried": len(seconds)}
    return found | {"refused": sum(refused for _took, refused in told)}


def _through_its_life(wanted):
    begun = time.monotonic()
    for kill in range(wanted["kills"]):
        _kill_at(wanted, (kill + 1) / (wanted["kills"] + 1))
    _whole("take in", wanted)
    found = {"taken in": time.monotonic() - begun, "people": [_people()], "wrong": _wrong()}
    begun = time.monotonic()
    _whole("undo", wanted)
    found["undone"] = time.monotonic() - begun
    found["people"].append(_people())
    return found | {"wrong": found["wrong"] + _wrong()}


def _kill_at(wanted, share):
    """SIGKILL once so much of the roster is written."""
    with _start("take in", wanted) as child:
        while _people() < share * wanted["lines"]:
            if child.poll() is not None:
                raise RuntimeError("the roster ended before it was killed")
            time.sleep(PAUSE)
        child.kill()


def _whole(step, wanted):
    with _start(step, wanted) as child:
        child.communicate()
    if child.returncode:
        raise RuntimeError(f"{step} failed")


def _start(step, wanted):
    return roster.start(step, wanted["lines"], os.environ, part=wanted["part"])


def _people():
    from residents.models import Person

    return Person.objects.count() - PHONES


def _wrong():
    from foundation.audit.verify import Check
    from foundation.models import Record
    from residents.models import Person

    homeless = Person.objects.filter(residencies=None).count()
    twice = Person.objects.exclude(id_number_index="").values("id_number_index")
    twice = twice.count() - twice.distinct().count()
    on_record = Record.objects.filter(about__in=Person.objects.values("uid")).count()
    return len(Check().findings) + homeless + twice + abs(on_record - _people())


together: dict = {}
"""What all phones know: where they wait for each other, and when it is enough."""


def _phone(number):
    from django.db import OperationalError, connection

    act = _codes(number) if number < CODES else writers.contacts(number)
    took, refused = [], 0
    together["begin"].wait()
    while not together["enough"].is_set():
        begun = time.monotonic()
        try:
            act()
        except OperationalError:
            refused += 1
        took.append(time.monotonic() - begun)
        time.sleep(PAUSE)
    connection.close()
    return took, refused


def _codes(number):
    """Each for another number from another network, so that nobody is told to wait."""
    from django.utils import timezone

    from accounts import sign_in
    from accounts.evidence.whence import Whence

    asked = iter(range(number * 10**6, (number + 1) * 10**6))

    def ask():
        code = next(asked)
        sign_in.request_code(
            phone=f"199{code:08d}",
            whence=Whence(f"10.{number}.{code // 250 % 250}.{code % 250}"),
            ticket=str(uuid4()),
            at=timezone.now(),
        )

    return ask


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=34_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--part", type=int, default=0)
    writers.run(parser, argv, measure=measure, work=work)


if __name__ == "__main__":
    main(sys.argv[1:])
