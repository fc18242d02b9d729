"""kill -9 while a real process is writing: nothing is half done, and the next worker finishes."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation.work import queue
from residents.models import Dwelling, Person, Roster
from residents.roster import workflow
from tests.residents.conftest import upload
from tests.residents.sheets import row

DOORS = ["101", "201", "301"]
WORKER = """
import sys, django
django.setup()
from django.utils import timezone
from residents.models import Person, Roster
from foundation.work import queue
from residents.roster import parts
from residents.roster.writing import trail

write, parts.size = trail.write, lambda: 1

def stop(told, **facts):
    if (here := Person.objects.count()) < 2:
        write(told, **facts)
        return
    print("writing", here, flush=True)
    sys.stdin.read()  # until somebody ends us

trail.write = stop
queue.work_on(Roster.objects.get(), at=timezone.now())
"""


def start_worker():
    """Another process on the database of this test, which stops once everybody is written."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/zerentian?", f"/{name}?")
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_worker_killed_while_writing_leaves_nothing_half_done(building, north):
    uploaded = upload(
        north,
        *[row(f"张{n}", door=door) for n, door in zip("甲乙丙", DOORS, strict=True)],
        at=timezone.now(),
    )
    queue.work_on(uploaded, at=timezone.now())
    workflow.agree(roster=uploaded, by=None, at=timezone.now())

    with start_worker() as process:
        assert process.stdout.readline().split() == ["writing", "2"]
        os.kill(process.pid, signal.SIGKILL)

    assert (Person.objects.count(), Dwelling.objects.count()) == (1, 1)
    uploaded.refresh_from_db()
    assert (uploaded.state, uploaded.pages.filter(part="before").count()) == ("to_take_in", 1)

    later = timezone.now() + Roster.CLAIM_LASTS + timedelta(seconds=1)
    queue.work_on(uploaded, at=later)

    assert (Roster.objects.get().state, Person.objects.count()) == ("taken_in", 3)
