"""Builds the dataset, measures, prints one table. Started by bootstrap.py beside a PostgreSQL.

python tools/with_services.py python -m bench [--scale city] [--only NAME]… [--write]
"""

import argparse
import os
import platform
import sys
import time
import traceback

import django

NAMES = {
    "pages": "First pages of lists",
    "registers": "First rows of registers, the query alone",
    "searching": "Search",
    "page_cost": "What a page costs",
    "guardian_list": "Area columns and per-object permissions",
    "contacts": "Logging a contact",
    "ledger": "Points",
    "rosters": "Rosters",
    "exports": "Exports",
    "divisions": "Divisions",
    "due_dates": "Who is due",  # last, for it writes the days of everybody
}


def main(argv):
    arguments = parse(argv)
    django.setup()
    # The tables stand behind Django's own, so they are found only now.
    from bench import measure, table
    from bench.dataset import house
    from bench.dataset.scale import SCALES

    if arguments.scale == "tiny":  # only to see that it runs
        measure.PATIENCE, measure.FEWEST, measure.WARM = 0.0, 1, 0
    begun = time.monotonic()
    tell = Teller(begun)
    place = house.House(SCALES[arguments.scale])
    house.build(place.scale, tell)
    tell(f"built in {tell.minutes()}")
    chapters = {NAMES[name]: figures_of(name, place, tell) for name in arguments.only or NAMES}
    made = table.markdown(chapters)
    size = getattr(place.scale, place.scale.main)
    said = (
        f"{size.told()}; {os.cpu_count()} cores, PostgreSQL {postgres_version()}, "
        f"Python {platform.python_version()}, Django {django.get_version()}, {tell.minutes()} in all."
    )
    print(f"\n{said}\n\n{made}", flush=True)
    if arguments.write:
        table.write(
            made, command=f"python3 bootstrap.py bench --scale {arguments.scale}", said=said
        )
    verdicts = [figure.verdict for figures in chapters.values() for figure in figures]
    print(", ".join(f"{verdicts.count(each)} {each}" for each in ("kept", "missed", "failed")))
    return 1 if "failed" in verdicts else 0


def parse(argv):
    parser = argparse.ArgumentParser(prog="bootstrap.py bench", description=__doc__.splitlines()[0])
    parser.add_argument("--scale", choices=["tiny", "street", "city"], default="street")
    parser.add_argument(
        "--only", choices=NAMES, action="append", help="one measurement; repeatable"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    return parser.parse_args(argv)


def figures_of(name, place, tell):
    """The figures of one file; one that breaks does not keep the others from being measured."""
    from importlib import import_module

    from bench.measure import Figure

    figures = []
    tell(f"measuring {name}")
    try:
        for figure in import_module(f"bench.measurements.{name}").measure(place):
            figures.append(figure)  # noqa: PERF402 - what came before an error is kept
    except Exception as error:
        traceback.print_exc()
        figures.append(Figure(name, "", None, note=f"{type(error).__name__}: {error}"[:120]))
    return figures


class Teller:
    """One line for what is being done, with the time since the start."""

    def __init__(self, begun):
        self.begun = begun

    def minutes(self):
        minutes, seconds = divmod(round(time.monotonic() - self.begun), 60)
        return f"{minutes} min {seconds:02d} s"

    def __call__(self, words):
        print(f"{self.minutes():>14}  {words}", file=sys.stderr, flush=True)


def postgres_version():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split()[0]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv[1:]))
