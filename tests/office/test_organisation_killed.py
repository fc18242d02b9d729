"""kill -9 in the midst of an organisation workbook: what stands is what its parts say, and no more."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation.work import queue
from office.models import OrganisationFile
from office.opening import saying, workflow
from residents.models import Dwelling
from tests import migrated
from tests.browser import street
from tests.office.embedded_file import UNDO, Embedded
from tests.office.organisation import COMPOUNDS, GRIDS, NORTH, checked, workbook
from tests.office.test_organisation_parts import MODELS
from tests.people.played import empty_house
from tests.waiting import eventually

pytestmark = [
    pytest.mark.trial("opening"),
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
BUILDINGS, WORKERS = 90, 20
DOORS = BUILDINGS * 4 * 6 * 2
STEMS = "甲乙丙丁戊己庚辛壬癸"
FILE = {
    "网格": GRIDS,
    "小区": COMPOUNDS,
    "楼栋": [
        [NORTH, "和平里", f"{n}", GRIDS[n % 2][1], "", "", "4", "6", "2", "", ""]
        for n in range(1, BUILDINGS + 1)
    ],
    "人员": [[f"孙{STEMS[n // 10]}{STEMS[n % 10]}", f"sun{n}"] for n in range(WORKERS)],
    "任职": [
        [f"sun{n}", "网格员", NORTH, GRIDS[n % 2][1], "2026-03-10", ""] for n in range(WORKERS)
    ],
    "积分事项": [[NORTH, "楼道清扫", "10", "", "", "", ""]],
}
WORKER = """
import sys, django
django.setup()
from datetime import datetime
from foundation.work import queue
from office.models import OrganisationFile
queue.work_on(OrganisationFile.objects.get(), at=datetime.fromisoformat(sys.argv[1]))
"""


class Clock:
    """Each worker comes when the one before is thought dead."""

    def __init__(self):
        self.at = timezone.now()

    def next(self):
        self.at += OrganisationFile.CLAIM_LASTS + timedelta(minutes=1)
        return self.at


def worker(at):
    """Another process on the database of this test, which does what waits."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/zerentian?", f"/{name}?")
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen([sys.executable, "-c", WORKER, at.isoformat()], env=environment)


def killed_once(there, at):
    """A worker that is ended by the system once `there()`; its transaction is gone, too."""
    with worker(at) as process:
        eventually(lambda: there() or process.poll() is not None)
        assert process.poll() is None, "it was done before it was killed"
        os.kill(process.pid, signal.SIGKILL)
    eventually(lambda: not others_at_work())


def others_at_work():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def done_by(at):
    with worker(at) as process:
        assert process.wait() == 0
    return OrganisationFile.objects.get()


def counts():
    return {model._meta.label: model.objects.count() for model in MODELS}


def nothing_half_done(before):
    """Each row there is stands on the list an undo needs, and each on the list is there."""
    row = OrganisationFile.objects.get()
    lines = json.loads(row.before or "[]")
    made = Counter(label for label, _pk, column, *_values in lines if column is None)
    assert {label: n - before[label] for label, n in counts().items()} == {
        label: made[label] for label in before
    }
    return row


@pytest.fixture
def before(street, north, bai):
    return counts()


@pytest.fixture
def agreed(before, street, bai):
    row = checked(street, bai, workbook(**FILE), at=timezone.now())
    assert saying.Found(row).faults == []
    workflow.agree(row=row, by=bai, at=timezone.now())
    return row


def written(share):
    return lambda: Dwelling.objects.count() >= share * DOORS


@pytest.mark.parametrize("shares", [(0.01, 0.5), (0.3, 0.95)])
def test_taken_in_and_undone_by_workers_that_are_killed(agreed, before, street, bai, shares):
    clock = Clock()
    for share in shares:
        killed_once(written(share), clock.next())
        row = nothing_half_done(before)
        assert 0 < row.parts_written < len(row.parts)
    row = done_by(clock.next())
    assert (row.state, Dwelling.objects.count()) == ("taken_in", DOORS)
    nothing_half_done(before)
    again = checked(street, bai, workbook(**FILE), at=clock.at)
    assert saying.Found(again).verdict["title"] == "没有要改的"
    workflow.drop(row=again)

    workflow.ask_undo(row=row, by=bai, at=clock.at)
    for share in reversed(shares):
        killed_once(lambda share=share: Dwelling.objects.count() < share * DOORS, clock.next())
        row = nothing_half_done(before)
        assert row.state == "to_undo"
    row = done_by(clock.next())
    assert (row.state, counts()) == ("undone", before)


def test_killed_too_often_it_goes_back_and_says_so(agreed, before):
    clock = Clock()
    for tries in range(1, queue.MOST_TRIES + 1):
        killed_once(written(tries / 5), clock.next())
        nothing_half_done(before)

    row = done_by(clock.next())

    assert (row.state, counts()) == ("refused", before)
    assert "登记没有动过" in saying.Found(row).verdict["text"]


def test_an_undo_killed_too_often_says_so_and_may_be_asked_again(agreed, before, bai):
    clock = Clock()
    row = done_by(clock.next())
    workflow.ask_undo(row=row, by=bai, at=clock.at)
    for tries in range(1, queue.MOST_TRIES + 1):
        left = (1 - tries / 5) * DOORS
        killed_once(lambda left=left: Dwelling.objects.count() < left, clock.next())
    row = done_by(clock.next())
    assert row.state == "taken_in"
    assert "撤销没有做完" in saying.Found(row).verdict["text"]
    nothing_half_done(before)

    workflow.ask_undo(row=row, by=bai, at=clock.at)
    row = done_by(clock.next())

    assert (row.state, counts()) == ("undone", before)


def test_on_the_embedded_database_too(tmp_path, tmp_path_factory):
    shared = migrated.shared_folder(tmp_path_factory, "street")
    migrated.embedded(tmp_path, migrated.shared_folder(tmp_path_factory, "embedded"))
    embedded = Embedded(street.one_more(tmp_path, empty_house.EMPTY, shared), "150203199")
    _state, before, _made = embedded.told()

    def nothing_is_half_done(state):
        now, there, made = embedded.told()
        assert now == state
        assert there == {label: n + made.get(label, 0) for label, n in before.items()}

    for share in (0.2, 0.7):
        embedded.killed(lambda doors, share=share: doors >= share * DOORS)
        nothing_is_half_done("to_take_in")
    embedded.worked_on()
    nothing_is_half_done("taken_in")
    assert embedded.doors() == DOORS

    embedded.run(UNDO)
    for share in (0.7, 0.2):
        embedded.killed(lambda doors, share=share: doors < share * DOORS)
        nothing_is_half_done("to_undo")
    embedded.worked_on()
    nothing_is_half_done("undone")
    assert embedded.told()[1] == before
