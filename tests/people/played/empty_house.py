"""An empty house on PostgreSQL, as `bootstrap.py run --empty` leaves it, served and with its worker."""

import json
import os
import re
import subprocess
import sys

from tests import migrated
from tests.browser import street
from tests.ops.house import ROOT
from tests.waiting import eventually

STREET, FRIENDSHIP, WOODS = "150271010", "150271010001", "150271010020"
NEXT_STREET, TORCH = "150271020", "150271020100"
DIVISIONS = "demo/divisions.csv"
EMPTY = {"ZERENTIAN_DEMO": "0"}


def started(folder, shared, engine):
    """The house, well and without anybody in it."""
    house = street.one_more(folder, engine, shared)
    house.environment |= EMPTY
    (folder / "static").mkdir(exist_ok=True)
    with migrated.alone_in(shared):
        if not (shared / "static").exists():
            street.manage(house, *street.ONCE)
    command(house, "import_divisions", DIVISIONS, "--year", "2023")
    house.start()
    eventually(house.is_well, saw=house.log)
    return house


def command(house, *line):
    """What the console says to a command."""
    done = subprocess.run(
        [sys.executable, "manage.py", *line],
        cwd=ROOT,
        env=house.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def founders(house, area, *people):
    """The two cards of the console, of (sign-in name, name): who, and the code."""
    (first, first_name), (second, second_name) = people
    names = ["--username", first, "--name", first_name]
    names += ["--second-username", second, "--second-name", second_name]
    cards = command(house, "appoint_first", "--area", area, *names)
    return dict(re.findall(r"登录名：(\w+)\n│ 登录码：(\w+)\n", cards))


def texts(house, number):
    """Every message that was sent to that number, the oldest first."""
    files = sorted((house.data / "sms").glob("*.json"), key=os.path.getmtime)
    said = [json.loads(each.read_text()) for each in files]
    return [each["text"] for each in said if each["phone"] == number]


def code_sent(house, number):
    """The code that reached a phone, once it did; nobody asks for a second one within a minute."""
    eventually(lambda: texts(house, number), saw=house.log)
    return re.search(r"\d{6}", texts(house, number)[-1]).group()


NIGHT = """
from django.utils import timezone
from residents.joining import meetings
meetings.look(at=timezone.now())
"""


def night_falls(house):
    """What the clock does at night with the ID numbers that were written by day."""
    command(house, "shell", "-v0", "-c", NIGHT)
