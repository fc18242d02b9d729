"""What the record costs those who write into it: no chain, one for each community, one for all.

    python tools/with_services.py --fsync python -m bench.measurements.record [--seconds 6] [--clients 8]

Each client changes a row of its own and then appends, in one transaction, as the product does.
The three ways take turns within one run, so their ratios hold on a busy machine too.
"""

import argparse
import multiprocessing
import os
import sys
import time
from random import Random
from statistics import median
from uuid import uuid4

import django

WAYS = {"none": 0, "per community": 100, "one for all": 1}  # how many chains
TURNS = 3


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--work", type=float, default=0.0, help="ms of other work after appending")
    arguments = parser.parse_args(argv)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", "--noinput", verbosity=0)
    rates = {way: [] for way in WAYS}
    for _ in range(TURNS):
        for way in WAYS:
            rates[way].append(run(WAYS[way], arguments))
    show(rates)


def run(chains, arguments):
    """Transactions a second with so many chains."""
    from django.db import connections

    connections.close_all()
    with multiprocessing.get_context("fork").Pool(arguments.clients) as pool:
        jobs = [
            (chains, arguments.seconds, arguments.work, uuid4().int)
            for _ in range(arguments.clients)
        ]
        return sum(pool.map(client, jobs)) / arguments.seconds


def client(job):
    from django.db import transaction

    from accounts.models import User
    from foundation.audit import trail
    from foundation.models import Tally

    chains, seconds, work, seed = job
    chance, done = Random(seed), 0
    by, about, now = User(uid=uuid4()), uuid4(), django.utils.timezone.now()
    mine = Tally.objects.create(what="bench", who=str(seed)[:100], window_at=now)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with transaction.atomic():
            Tally.objects.filter(pk=mine.pk).update(count=done)
            if chains:
                scope = f"{150299000000 + chance.randrange(chains)}"
                trail.looked(
                    scope=scope,
                    about=about,
                    column="phone",
                    why="核对补贴名单",
                    role="grid_worker",
                    by=by,
                    at=now,
                )
            time.sleep(work / 1000)
        done += 1
    return done


def show(rates):
    base = median(rates["none"])
    print("| chains | transactions a second | of what it is without |")
    print("|--|--|--|")
    for way, found in rates.items():
        print(f"| {way} | {median(found):,.0f} | {median(found) / base:.2f} |")
    apart = median(rates["per community"]) / median(rates["one for all"])
    print(f"\nA chain for each community: {apart:.1f} times as fast as one for all.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv[1:]))
