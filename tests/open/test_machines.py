"""Two web machines and two workers behind PgBouncer and Sentinels are one house."""

import contextlib
import json
import os
import subprocess
import sys

import psycopg2
import pytest

from tests.open.both import PHONES, Crowd
from tests.open.machines import PARTS, WORD, Machine, in_front_of, with_tables
from tests.open.phones import Phone as Resident
from tests.open.stopwatch import Stopwatch
from tests.open.worker_at_the_door import Lin
from tests.ops.house import ROOT
from tests.waiting import eventually
from tools.with_services import postgres_programs, settings_for_tests, without_ours

SHARED = ("media", "exports")

pytestmark = pytest.mark.trial("open")


@pytest.fixture
def server():
    with with_tables() as server:
        yield server


@pytest.fixture
def front(server):
    with in_front_of(server) as front:
        yield front


@pytest.fixture
def machines(front, tmp_path):
    """Two, with the same keys and one folder for what both read; nothing is started."""
    _pooler, _queue, told = front
    keys = settings_for_tests(tmp_path / "one")
    keys.pop("ZERENTIAN_DATA")
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "ZERENTIAN_QUIET_HOURS": "00:00-00:00"}
    environment = {**without_ours(os.environ), **keys, **told, **settings}
    pair = [Machine(tmp_path / name, environment) for name in ("one", "two")]
    for folder in SHARED:
        (tmp_path / "shared" / folder).mkdir(parents=True)
        for machine in pair:
            (machine.data / folder).symlink_to(tmp_path / "shared" / folder)
    yield pair
    for machine in pair:
        machine.clear_away()


def opened(one, two):
    """Both at work, each with its web, its worker and a beat: one beat more than there should be."""
    one.start(*PARTS)
    assert eventually(one.is_well, saw=one.log)
    two.run("manage.py", "this_is_the_house", "--also")
    two.start(*PARTS)
    assert eventually(two.is_well, saw=two.log)


def rows(server, statement):
    database = psycopg2.connect(server.url)
    with contextlib.closing(database), database.cursor() as cursor:
        cursor.execute(statement)
        return [each for (each,) in cursor.fetchall()]


def test_two_machines_keep_what_they_took_through_a_failover(server, front, machines, figures):
    pooler, queue, _told = front
    one, two = machines
    told = one.run("-m", "tests.open.both", str(PHONES)).splitlines()[-1]
    *work, numbers = json.loads(told)
    opened(one, two)
    crowd = Crowd(machines, *work)
    crowd.start()

    queue.first.kill()
    failover = Stopwatch()
    asked = [ask_for_code(machine, numbers, n) for n, machine in enumerate([one, two] * 4)]
    assert eventually(lambda: queue.master() == queue.second.port)
    assert eventually(lambda: len(one.texts() + two.texts()) >= len(asked), saw=one.log)
    seconds = {"visits_visit": failover.seconds}
    assert crowd.goes_on()

    pooler.kill()
    assert crowd.is_told_to_wait()
    pooler.start()
    restart = Stopwatch()
    assert crowd.goes_on()
    seconds["morality_bank_deed"] = restart.seconds

    queue.first.start()  # it comes back as the second
    crowd.end()
    assert eventually(lambda: one.is_well() and two.is_well(), saw=one.log)
    assert eventually(lambda: rows(server, UNSENT) == [0])
    compare(crowd, server, seconds, figures)
    texts = one.texts() + two.texts()
    sent = {"acknowledged": sum(asked), "doubled": len(texts) - len(asked)}
    figures("codes while Redis failed over", tried=len(asked), **sent)
    assert (all(asked), len(texts)) == (True, len(asked))
    assert one.run("manage.py", "bank_audit") and two.run("manage.py", "verify_record")


def ask_for_code(machine, numbers, number):
    """A resident, each from a network of their own."""
    resident = Resident(machine.port, f"127.0.0.{number + 2}", secure=False)
    return resident.ask_for_code(numbers[number])


def compare(crowd, server, seconds, figures):
    """What was acknowledged, with what is there."""
    kept = {
        table: (keys, rows(server, f"SELECT client_id::text FROM {table}"))  # noqa: S608 - ours
        for table, keys in crowd.acknowledged().items()
    }
    for table, (acknowledged, found) in kept.items():
        figures(
            f"two machines: {table}",
            tried=len(crowd.statuses()),
            acknowledged=len(acknowledged),
            lost=len(set(acknowledged) - set(found)),
            doubled=len(found) - len(set(acknowledged)),
            seconds=seconds[table],
            note=BECAUSE[table],
        )
    assert [phone.wrong for phone in crowd.phones] == [[]] * PHONES
    assert set(crowd.statuses()) <= {0, 302, 422, 503}
    assert all(sorted(acknowledged) == sorted(found) for acknowledged, found in kept.values())
    assert rows(server, POINTS) == [10 * crowd.taken()]


BECAUSE = {
    "visits_visit": "until new work was done after Redis was killed",
    "morality_bank_deed": "from the start of PgBouncer to the next deeds",
}
UNSENT = "SELECT count(*) FROM notices_notice WHERE sent_at IS NULL"
POINTS = "SELECT sum(amount) FROM morality_bank_transfer"
LIMIT = "SHOW statement_timeout"
"""What a session of the pooler may do, asked of the server."""


def test_every_session_of_the_pooler_has_our_limits(front, machines, figures):
    pooler, _queue, _told = front
    one, _two = machines
    assert pooler.ask(LIMIT) == ("0",)  # before anybody started
    one.start("web")
    assert eventually(lambda: one.parts["web"].get("/sign-in/")[0] == 200, saw=one.log)
    pooler.stop()
    pooler.start()
    assert pooler.ask(LIMIT) == ("30s",)
    assert pooler.ask("SHOW lock_timeout") == ("5s",)
    one.run("manage.py", "upgrade", "--without-backup")
    one.run("manage.py", "migrate", "-v0")
    assert pooler.ask(LIMIT) == ("30s",)  # what an upgrade sets stays with it
    figures("limits of time behind PgBouncer", tried=1, note="every session 30 s, a lock 5 s")


def test_addresses_that_do_not_belong_together_are_told(front, machines, figures):
    """The pooler's as that of the server itself, another server's, and one nobody listens at."""
    pooler, _queue, _told = front
    one, _two = machines
    other = os.environ["DATABASE_URL"]
    wrong = [
        ({"DATABASE_URL": pooler.url, "ZERENTIAN_POOLER": ""}, "unsupported startup parameter"),
        ({"DATABASE_URL": other}, "lead to two databases"),
        ({"ZERENTIAN_POOLER": pooler.url.replace(WORD, "guessed")}, "ZERENTIAN_POOLER: the data"),
        ({"ZERENTIAN_POOLER": f"{pooler.url}_2"}, "no such database"),
    ]
    serve = ["manage.py", "serve", "--only", "web", "--port", str(one.port)]
    for written, sentence in wrong:
        told = subprocess.run(
            [sys.executable, *serve],
            cwd=ROOT,
            env=one.environment | written,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert (told.returncode, sentence in told.stderr) == (1, True), told.stderr
        assert "Traceback" not in told.stderr
    figures("wrong addresses of PgBouncer", tried=len(wrong), note="0 started, each told")


def test_a_house_that_knew_one_redis_would_stand_still(front, machines):
    """Negative control: the Sentinels make another one master, and nobody asks them."""
    _pooler, queue, _told = front
    one, _two = machines
    for part in one.parts.values():
        part.environment |= {
            "REDIS_URL": f"redis://:{WORD}@127.0.0.1:{queue.first.port}/0",
            "ZERENTIAN_SENTINEL_MASTER": "",
        }
    one.start(*PARTS)
    assert eventually(one.is_well, saw=one.log)
    queue.first.kill()
    assert eventually(lambda: queue.master() == queue.second.port)
    assert eventually(lambda: "silent" in one.parts["web"].health()[1].get("worker", ""))


DUMPED = "client disconnect while server was not ready"
"""What PgBouncer says of a session that pg_dump leaves: it never ends its transaction."""


def test_a_backup_goes_past_the_pooler(front, machines, tmp_path, figures):
    pooler, _queue, _told = front
    one, _two = machines
    one.run("manage.py", "make_keys")
    one.run("manage.py", "backup", str(tmp_path / "backups"))
    assert "login attempt" in pooler.log()  # its row and its counts went through
    assert DUMPED not in pooler.log()
    figures("a backup behind PgBouncer", tried=1, acknowledged=1, note="dumped past it")

    # Negative control: a dump through the pooler.
    program = [postgres_programs() / "pg_dump", "--schema-only", pooler.url]
    subprocess.run(program, stdout=subprocess.DEVNULL, check=True)
    assert eventually(lambda: DUMPED in pooler.log())


def test_a_photo_of_one_machine_is_shown_by_the_other(server, front, machines, figures):
    one, two = machines
    one.run("-m", "tests.open.both", "1")
    opened(one, two)
    lin = Lin(one.port)
    lin.sign_in()
    door, category = rows(server, "SELECT min(id) FROM residents_dwelling")[0], lighting(server)
    page = lin.ask("GET", f"/cases/new/?door={door}")[2]
    assert lin.report(page, f"/cases/new/?door={door}", category) == 302, lin.wrong
    [uid] = rows(server, "SELECT uid::text FROM cases_photo")

    lin.port = two.port
    assert lin.picture(f"/cases/photo/{uid}/")[:2] == b"\xff\xd8"
    figures("photo of one machine, asked of the other", tried=1, acknowledged=1, lost=0)

    # Negative control: each machine with a folder of its own.
    (two.data / "media").unlink()
    assert lin.picture(f"/cases/photo/{uid}/")[:2] != b"\xff\xd8"


def lighting(server):
    return rows(server, "SELECT min(id) FROM cases_category WHERE name = '路灯不亮'")[0]


def test_a_session_setting_left_in_the_pool_would_be_noticed(front):
    """Negative control: what the guard over our statements is for."""
    pooler, _queue, _told = front
    pooler.ask("SELECT set_config('statement_timeout', '1234ms', false)")

    assert pooler.ask(LIMIT) == ("1234ms",)  # somebody else's now
