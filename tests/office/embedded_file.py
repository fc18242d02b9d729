"""An organisation workbook in an embedded house, by processes of its own that can be killed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

from tests.ops.house import ROOT
from tests.people.played import empty_house
from tests.waiting import eventually

BEGIN = """
from django.utils import timezone
from grids.models import Area
from office.opening import workflow
from tests.office.organisation import NORTH, checked, workbook
from tests.office.test_organisation_killed import FILE
street = Area.objects.get(code="{street}")
Area.objects.create(level="community", code="{street}001", name=NORTH, parent=street)
row = checked(street, None, workbook(**FILE), at=timezone.now())
workflow.agree(row=row, by=None, at=timezone.now())
"""
WORK = """
from datetime import timedelta
from django.utils import timezone
from foundation.work import queue
from office.models import OrganisationFile
queue.work_on(OrganisationFile.objects.get(), at=timezone.now() + timedelta(minutes=4 * {turn}))
"""
UNDO = """
from django.utils import timezone
from office.models import OrganisationFile
from office.opening import workflow
workflow.ask_undo(row=OrganisationFile.objects.get(), by=None, at=timezone.now())
"""
TOLD = """
import json
from collections import Counter
from office.models import OrganisationFile
from tests.office.test_organisation_parts import MODELS
row = OrganisationFile.objects.get()
made = Counter(each[0] for each in json.loads(row.before or "[]") if each[2] is None)
there = {{model._meta.label: model.objects.count() for model in MODELS}}
print("told:" + json.dumps([row.state, there, made]))
"""


class Embedded:
    def __init__(self, house, street):
        self.house, self.street, self.turn = house, street, 0
        people = ["--username=bai", "--name=白露", "--second-username=shi", "--second-name=石立"]
        where = ["--area", street, "--area-name", "向阳街道"]
        empty_house.command(house, "appoint_first", *where, *people)
        self.run(BEGIN)

    def run(self, script):
        line = script.format(street=self.street, turn=self.turn)
        return empty_house.command(self.house, "shell", "-v0", "-c", line)

    def told(self):
        """(state, {model: rows there}, {model: rows on the list an undo needs})"""
        [line] = [line for line in self.run(TOLD).splitlines() if line.startswith("told:")]
        return json.loads(line.removeprefix("told:"))

    def doors(self):
        address = f"file:{self.house.data / 'zerentian.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return database.execute("SELECT count(*) FROM residents_dwelling").fetchone()[0]

    def worked_on(self):
        self.turn += 1
        self.run(WORK)

    def killed(self, there):
        """A worker that is ended by the system once `there(doors)`."""
        self.turn += 1
        line = [sys.executable, "manage.py", "shell", "-v0", "-c", WORK.format(turn=self.turn)]
        with subprocess.Popen(line, cwd=ROOT, env=self.house.environment) as process:
            eventually(lambda: there(self.doors()) or process.poll() is not None)
            assert process.poll() is None, "it was done before it was killed"
            os.kill(process.pid, signal.SIGKILL)
