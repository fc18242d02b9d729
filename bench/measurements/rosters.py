"""A roster of 34,000 people: the check, and taking it in, against merely reading the workbook."""

import io
import json
import subprocess
import sys
import time
from statistics import median
from unittest import mock
from uuid import uuid4

from django.utils import timezone
from openpyxl import Workbook, load_workbook

from bench.alone import alone, megabytes
from bench.dataset.city import GIVEN, SURNAMES
from bench.dataset.house import House
from bench.dataset.scale import SCALES
from bench.measure import Figure
from foundation.workbooks import apart, reading
from grids.models import Building
from residents import identity
from residents.models import Roster
from residents.roster import workflow

HEADERS = ["小区", "楼号", "单元", "门牌", "姓名", "身份证号", "手机", "与户主关系", "居住类型"]


def measure(house):
    house.use("main")
    scale = next(name for name, scale in SCALES.items() if scale is house.scale)
    told = alone("bench.measurements.rosters:work", scale=scale)
    rows = house.scale.roster
    memory = f"{told['megabytes']:,.0f} MB at most"
    yield Figure(
        f"roster of {rows:,} lines read",
        "openpyxl reading the same file",
        turn_by_turn(told["openpyxl"], told["read"]),
        median(told["read"]),
        5,
        more_is_better=True,
        note=f"the reader {told['reader']:,.0f} MB at most; looked over before in "
        f"{median(told['survey']):.1f} s",
    )
    yield Figure(
        f"roster of {rows:,} lines checked, lines a second",
        "openpyxl reading the same file",
        turn_by_turn(told["openpyxl"], told["check"]),
        median(told["check"]),
        0.8,
        more_is_better=True,
        note=memory,
    )
    yield Figure(
        f"roster of {rows:,} lines checked, lines a second",
        "the same check, reading by openpyxl",
        turn_by_turn(told["check by openpyxl"], told["check"]),
        median(told["check"]),
        1.7,
        more_is_better=True,
        note=memory,
    )
    for what, words in (("take_in", "taken in"), ("again", "checked once more: nothing to do")):
        yield Figure(
            f"roster of {rows:,} lines {words}",
            "openpyxl reading the same file",
            told[what] / median(told["openpyxl"]),
            told[what],
            note=f"{rows / told[what]:,.0f} lines a second",
        )


# The reader by itself. What rusage says of a child also counts what its parent weighed.
READER = """
import re, runpy, sys
program, *sys.argv[1:] = sys.argv[1:]
try:
    runpy.run_path(program, run_name="__main__")
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def megabytes_of_the_reader(content, seen):
    wanted = [[0, seen.sheets[0].width]]
    done = subprocess.run(
        [sys.executable, "-I", "-c", READER, str(apart.PROGRAM), json.dumps(wanted)],
        input=content,
        capture_output=True,
        check=True,
    )
    return int(done.stderr) / 1024


def turn_by_turn(one, other):
    return median(this / that for this, that in zip(one, other, strict=True))


def work(scale):
    """All of it, in a process of its own."""
    house = House(SCALES[scale])
    house.use("main")
    secretary = house.user("community")
    community = secretary.postings.get().area
    content = workbook(community, house.scale.roster)
    today, now = timezone.localdate(), timezone.now()
    facts = {"community": community, "by": secretary, "on": today}
    told = {"openpyxl": [], "survey": [], "read": [], "check": [], "check by openpyxl": []}
    for _ in range(min(3, house.scale.turns)):
        told["survey"].append(timed(reading.survey, as_file(content)))
        seen = reading.survey(as_file(content))
        told["openpyxl"].append(timed(read_all, by_openpyxl, content, seen))
        told["read"].append(timed(read_all, reading.read, content, seen))
        told["check"].append(timed(workflow.dry_run, as_file(content), **facts))
    told["megabytes"], told["reader"] = megabytes(), megabytes_of_the_reader(content, seen)
    for _ in told["check"]:
        with mock.patch.object(reading, "read", by_openpyxl):
            told["check by openpyxl"].append(timed(workflow.dry_run, as_file(content), **facts))
    uploaded = workflow.upload(
        uid=uuid4(),
        file=as_file(content),
        name="名册.xlsx",
        community=community,
        by=secretary,
        at=now,
    )
    workflow.check(roster=uploaded, at=now)
    workflow.agree(roster=uploaded, by=secretary, at=now)
    told["take_in"] = timed(workflow.take_in, roster=uploaded, at=now)
    uploaded.refresh_from_db()
    if uploaded.state != Roster.State.TAKEN_IN:
        raise RuntimeError(f"the roster is {uploaded.state}: {uploaded.lines['faults'][:3]}")
    told["again"] = timed(workflow.dry_run, as_file(content), **facts)
    return told


def workbook(community, lines):
    """Newcomers behind new doors of the community's buildings, with numbers that pass the check."""
    numbers = list(
        Building.objects.filter(community=community).order_by("pk").values_list("number", flat=True)
    )
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADERS)
    for line in range(lines):
        family, member = divmod(line, 2)
        building, k = numbers[family % len(numbers)], family // len(numbers)
        stairwell, floor, side = 5 + k // 100, 1 + k % 100 // 4, 1 + k % 4
        given = GIVEN[line % len(GIVEN)] + GIVEN[line // len(GIVEN) % len(GIVEN)]
        name = SURNAMES[line % len(SURNAMES)] + given
        stem = f"150299{1940 + line % 60}{1 + line % 12:02d}{1 + line % 28:02d}{line % 999:03d}"
        sheet.append(
            [
                "和平里",
                building,
                stairwell,
                f"{floor}{side:02d}",
                name,
                stem + identity.check_character(stem),
                f"164{line:08d}",
                "配偶" if member else "户主",
                "自有",
            ]
        )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_file(content):
    file = io.BytesIO(content)
    file.name = "名册.xlsx"
    return file


def by_openpyxl(file, seen):
    """The yardstick, with the face of `reading.read`."""
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet, page in zip(seen.sheets, book.worksheets, strict=True):
        page.reset_dimensions()
        rows = page.iter_rows(max_col=sheet.width, values_only=True)
        yield sheet, ((line, list(cells)) for line, cells in enumerate(rows, start=1))


def read_all(read, content, seen):
    for _sheet, rows in read(as_file(content), seen):
        for _row in rows:
            pass


def timed(work, *args, **arguments):
    begun = time.perf_counter()
    work(*args, **arguments)
    return time.perf_counter() - begun
