"""The database is killed, held and full of others under load: the pages say so, and nothing is lost."""

import contextlib
import json
import os
import subprocess
import sys
import threading

import psycopg2
import pytest
from django.utils import timezone

from bench.measurements import writers
from tests import migrated
from tests.open.contacts import CSRF, Phone
from tests.ops.contact_while_held import hidden_fields
from tests.ops.house import ROOT, House
from tests.waiting import eventually
from tools.with_services import postgres, temporary_folder, without_ours

PHONES, EACH, KILLS = 6, 30, 3
CONTACT = {
    "client_id": "6b1f3f7e-43f0-4f5f-9d1a-2f1d7c1b8a10",
    "outcome": "nobody",
    "channel": "door",
    "note": "敲了门，没人应。",
}
pytestmark = pytest.mark.trial("open")


@pytest.fixture
def server():
    """A PostgreSQL of its own that keeps its promises, with every table and nobody in it."""
    with temporary_folder() as folder, postgres(folder / "pg") as server:
        with asking(server) as cursor:
            cursor.execute(migrated.as_sql())
        server.stop()
        server.options = []
        server.start()
        yield server


@pytest.fixture
def house(server, tmp_path):
    (tmp_path / "static").mkdir()
    house = House(tmp_path, {**without_ours(os.environ), "DATABASE_URL": server.url})
    house.environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    yield house
    house.clear_away()


@contextlib.contextmanager
def asking(server):
    database = psycopg2.connect(server.url)
    with contextlib.closing(database), database, database.cursor() as cursor:
        yield cursor


def phones_of(house, **wanted):
    command = [sys.executable, "-m", "tests.open.contacts", str(PHONES)]
    told = subprocess.check_output(command, cwd=ROOT, env=house.environment, text=True)
    session, pages = json.loads(told)
    return [Phone(house, session, page, **wanted) for page in pages]


def test_killed_under_load_loses_nothing_and_opens_again(server, house, figures):
    enough = threading.Event()
    phones = phones_of(house, least=EACH, enough=enough)
    house.start()
    assert eventually(house.is_well)
    for phone in phones:
        phone.start()
    longest = 0
    for kill in range(1, KILLS + 1):
        due = kill * PHONES * EACH // (KILLS + 2)
        assert eventually(lambda due=due: sum(len(each.acknowledged) for each in phones) >= due)
        told = sum(phone.statuses.count(503) for phone in phones)
        server.kill()
        assert eventually(
            lambda told=told: sum(each.statuses.count(503) for each in phones) > told + 3
        )
        begun = timezone.now()
        server.start()
        before = sum(len(phone.acknowledged) for phone in phones)
        assert eventually(
            lambda before=before: sum(len(each.acknowledged) for each in phones) > before
        )
        longest = max(longest, (timezone.now() - begun).total_seconds())
    enough.set()
    for phone in phones:
        phone.join()
    acknowledged = [key for phone in phones for key in phone.acknowledged]
    with asking(server) as cursor:
        cursor.execute("SELECT client_id::text FROM visits_visit")
        kept = [key for (key,) in cursor.fetchall()]

    figures(
        f"PostgreSQL killed {KILLS} times",
        tried=sum(len(phone.statuses) for phone in phones),
        acknowledged=len(acknowledged),
        lost=len(set(acknowledged) - set(kept)),
        doubled=len(kept) - len(set(kept)),
        seconds=longest,
    )
    assert [phone.wrong for phone in phones] == [[]] * PHONES
    assert {status for phone in phones for status in phone.statuses} <= {0, 302, 503}
    assert sorted(kept) == sorted(acknowledged)
    assert eventually(house.is_well)  # the worker goes on, too


OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> ALL(%s)
"""


@contextlib.contextmanager
def all_connections_of(server):
    """Whoever had one loses it, and finds no other."""
    with contextlib.ExitStack() as ours:
        taken = []
        with contextlib.suppress(psycopg2.OperationalError):
            while True:
                one = psycopg2.connect(server.url)
                taken.append(ours.enter_context(contextlib.closing(one)))
                with one.cursor() as cursor:
                    cursor.execute(OTHERS, [[each.info.backend_pid for each in taken]])
        yield len(taken)


def test_with_all_connections_taken_pages_say_so(server, house, figures):
    never = threading.Event()
    phone = phones_of(house, least=0, enough=never)[0]
    house.start()
    assert eventually(house.is_well)
    with all_connections_of(server) as taken:
        status, page = phone.post({**CONTACT, "csrfmiddlewaretoken": CSRF})
    assert (status, hidden_fields(page)["note"]) == (503, CONTACT["note"])

    assert phone.post(hidden_fields(page))[0] == 302
    assert eventually(house.is_well)
    figures("all connections of PostgreSQL taken", tried=2, acknowledged=1, note=f"{taken} taken")


WRITERS, SECONDS, LINES = 45, 12, 7_000  # lines: a community of the street of the newspaper


def test_forty_five_writers_on_sqlite_wait_equally(figures):
    fair = writers.measure(writers=WRITERS, seconds=SECONDS)
    unfair = writers.measure(writers=WRITERS, seconds=SECONDS, turn=False)
    hasty = writers.measure(writers=WRITERS, seconds=SECONDS, synchronous="NORMAL")

    for told, name in ((fair, "as shipped"), (unfair, "no turn"), (hasty, "NORMAL")):
        figures(
            f"{WRITERS} writers on SQLite, {name}",
            tried=told["writes"],
            acknowledged=told["writes"] - told["refused"],
            note=f"p50 {told['p50']} ms, p99 {told['p99']}, longest {told['longest']}",
        )
    assert fair["refused"] == 0
    assert fair["p99"] <= 4 * fair["p50"]
    assert unfair["p99"] > 8 * unfair["p50"]  # the guard taken away is noticed


def test_an_import_holds_up_nobody_for_long(figures):
    told = writers.measure(writers=WRITERS, seconds=2 * SECONDS, lines=LINES)

    figures(
        f"{WRITERS} writers beside a roster of {LINES} lines",
        tried=told["writes"],
        acknowledged=told["writes"] - told["refused"],
        seconds=told["longest"] / 1000,
        note=f"p50 {told['p50']} ms, p99 {told['p99']}, taken in in {told['taken in']:.1f} s",
    )
    assert told["refused"] == 0
    assert told["longest"] / 1000 < told["taken in"] / 3  # they wait for the repeating alone
