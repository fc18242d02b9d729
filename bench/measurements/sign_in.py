"""Whether the sign-in page answers known and unknown numbers equally fast.

    python tools/with_services.py python -m bench.measurements.sign_in [--numbers 500]

Known and unknown numbers ask in a random order, from the same warm process; medians are compared
with the difference two halves of the *same* kind show.
"""

import argparse
import os
import sys
import time
from random import Random
from statistics import median

import django

NOISE = 10.0  # ms: what may lie between the medians


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20260310)
    arguments = parser.parse_args(argv)
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", "--noinput", verbosity=0)
    chance = Random(arguments.seed)
    known = [f"1640000{number:04}" for number in range(arguments.numbers)]
    unknown = [f"1650000{number:04}" for number in range(arguments.numbers)]
    register(known)
    order = [(phone, True) for phone in known] + [(phone, False) for phone in unknown]
    chance.shuffle(order)
    ask("16600000000", 0)
    taken = {True: [], False: []}
    for number, (phone, is_known) in enumerate(order):
        taken[is_known].append(ask(phone, number))
    return show(taken, arguments.seed)


def register(phones):
    from accounts.models import User

    for phone in phones:
        User.objects.create_user(name="某人", phone=phone)


def ask(phone, number):
    """Milliseconds until somebody who wants a code has their answer."""
    from django.test import Client

    network = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
    client, begun = Client(REMOTE_ADDR=network), time.perf_counter()
    answer = client.post("/sign-in/phone/", {"phone": phone})
    assert answer.status_code == 302, answer.status_code
    return (time.perf_counter() - begun) * 1000


def show(taken, seed):
    known, unknown = median(taken[True]), median(taken[False])
    halves = abs(median(taken[True][::2]) - median(taken[True][1::2]))
    print(
        f"known {known:.2f} ms, unknown {unknown:.2f} ms, apart {abs(known - unknown):.2f} ms; "
        f"two halves of the known {halves:.2f} ms apart (seed {seed})"
    )
    return 0 if abs(known - unknown) < NOISE else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv[1:]))
