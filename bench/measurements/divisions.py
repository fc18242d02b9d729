"""A national register of divisions taken in, against COPY of the same lines into a bare table."""

import csv
import io
import tempfile
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from bench.alone import alone, megabytes
from bench.dataset import database
from bench.measure import Figure

NATION = (31, 11, 9, 14, 14)  # provinces, and how many of each next level lie in one
HAMLET = (2, 2, 2, 3, 3)
WIDTHS = (2, 2, 2, 3, 3)


def measure(house):
    """In a database of its own: the places of the others are not in the invented register."""
    database.copy("bench_divisions")
    tiny = house.scale.roster < 1000
    told = alone("bench.measurements.divisions:work", shape=HAMLET if tiny else NATION)
    for what, words in (("first", "taken in"), ("again", "taken in again: nothing to do")):
        yield Figure(
            f"register of {told['rows']:,} divisions {words}",
            "COPY of the same lines",
            told[what] / told["copy"],
            told[what],
            note=f"{told['rows'] / told[what]:,.0f} lines a second, {told['megabytes']:,.0f} MB at most",
        )


def work(shape):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "divisions-2023.csv"
        rows = write(path, shape)
        database.use("bench_divisions")
        told = {"rows": rows, "copy": timed(lambda: copy(path))}
        for what in ("first", "again"):
            told[what] = timed(lambda: take_in(path))
    return told | {"megabytes": megabytes()}


def take_in(path):
    call_command("import_divisions", str(path), stdout=io.StringIO(), stderr=io.StringIO())


def copy(path):
    with connection.cursor() as cursor, open(path, encoding="utf-8") as file:
        cursor.execute("CREATE TEMPORARY TABLE plain (code text, name text, parent text)")
        cursor.cursor.copy_expert("COPY plain FROM STDIN WITH (FORMAT csv, HEADER)", file)


def write(path, shape) -> int:
    """As many places as the nation has, named by their numbers. Returns how many."""
    rows = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["code", "name", "parent"])
        above = [""]
        for level, (count, width) in enumerate(zip(shape, WIDTHS, strict=True)):
            here = []
            for parent in above:
                for number in range(1, count + 1):
                    code = f"{parent}{number + (10 if level == 0 else 0):0{width}d}"
                    out.writerow([code, f"第{code}号", parent])
                    here.append(code)
            rows += len(here)
            above = here
    return rows


def timed(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
