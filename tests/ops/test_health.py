"""What /healthz says, and to whom: anybody, by any name and address; nothing about people."""

import socket
import subprocess
import sys
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts.evidence import clock
from config.serving.health import LATE
from config.version import VERSION
from foundation import disk
from foundation.models import Heartbeat
from foundation.monitoring import wellbeing
from foundation.monitoring.wellbeing import Sign
from foundation.work.file_broker import moved_away
from grids import arranged_years, calendar
from notices import outbox
from notices.channels import text_messages
from notices.delivery import routing, sending
from notices.models import Dispatch, Notice
from notices.tasks import heartbeat
from tests.conftest import NOON, SignedInClient
from tests.ops.house import ROOT
from tests.waiting import BOUND
from tools.with_services import settings_for_tests

SIGNS = ["disk", "queue", "key", "outbox", "dead letters", "clock", "calendar"]
WELL = {"database": "ok", "worker": "ok"} | dict.fromkeys(SIGNS, "ok")
YEAR_MISSING = arranged_years.year_missing
ASK = """if True:
    import django
    django.setup()
    from django.test import Client
    answer = Client().get("/healthz", headers={"host": "localhost"})
    print(answer.status_code, answer.content.decode())
"""


@pytest.fixture
def noon(monkeypatch):
    """The clock stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return NOON


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Nothing is known from before, and there is room."""
    wellbeing.forget()
    room = SimpleNamespace(total=10**12, free=10**11)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda folder: room)
    # Whatever year the tests run in: the last test here asks the real one.
    monkeypatch.setattr(arranged_years, "year_missing", lambda on: None)
    yield room
    wellbeing.forget()


def late(client):
    """Which signs are late, looked at anew."""
    wellbeing.forget()
    return [name for name, state in client.get("/healthz").json().items() if state == "late"]


@pytest.mark.django_db
def test_a_fresh_heartbeat_is_well(client, noon):
    heartbeat()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json().items() >= {**WELL, "version": VERSION}.items()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_clock_that_stopped_is_told_with_its_silence(client, noon):
    stopped = noon - LATE - timedelta(seconds=60)
    Heartbeat.objects.create(name="worker", at=stopped)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    silence = int(LATE.total_seconds()) + 60
    assert answer.json()["worker"] == f"silent for {silence} seconds"
    assert answer.json()["database"] == "ok"


@pytest.mark.django_db
def test_a_clock_that_never_ticked_is_told(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "not seen yet")


@pytest.mark.django_db
def test_monitors_come_by_an_address_and_without_tls(client, noon, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [r"^healthz$"]
    heartbeat()

    answer = client.get("/healthz", headers={"host": "192.0.2.7:8000"})

    assert answer.status_code == 200
    assert not answer.cookies and "192.0.2.7" not in str(answer.serialize())
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.post("/healthz").status_code == 405
    settings.SECURE_SSL_REDIRECT = False
    elsewhere = type(client)(raise_request_exception=False)
    assert elsewhere.get("/sign-in/", headers={"host": "192.0.2.7"}).status_code == 400


@pytest.mark.django_db
def test_a_disk_that_takes_nothing_or_is_nearly_full_is_late(client, fresh, settings, tmp_path):
    assert late(client) == []
    fresh.free = 10**8
    assert late(client) == ["disk"]
    fresh.free = 10**11
    settings.DATA = tmp_path / "gone"
    assert late(client) == ["disk"]


@pytest.mark.django_db
def test_a_message_of_the_queue_that_was_moved_away_is_late_for_a_day(client, settings):
    there = moved_away(settings.DATA / "queue")
    there.mkdir()
    assert late(client) == []
    (there / "0_x.celery.msg").write_bytes(b"{")
    assert late(client) == ["queue"]


def tell(user, key, at):
    outbox.tell(to=user, key=key, text="x", at=at, channel=Notice.Channel.SMS)


@pytest.mark.django_db
def test_an_outbox_that_stands_still_is_late(client, noon, wang):
    tell(wang.user, "old", noon - timedelta(minutes=9))
    assert late(client) == []
    tell(wang.user, "older", noon - timedelta(minutes=11))
    assert late(client) == ["outbox"]
    routing.route_due(noon)
    Dispatch.objects.update(next_try_at=noon - timedelta(minutes=11))
    assert late(client) == ["outbox"]


@pytest.mark.django_db
def test_messages_that_no_longer_leave_are_late_and_one_number_is_not(
    client, noon, wang, monkeypatch
):
    """Silenced by the gateway, and heard of again as soon as one leaves."""
    with monkeypatch.context() as gateway:
        gateway.setattr(text_messages, "send", refuse)
        for key in ("first", "second"):
            tell(wang.user, key, noon)
            sending.send_due(noon)
            assert late(client) == ([] if key == "first" else ["dead letters"])

    tell(wang.user, "third", noon)
    sending.send_due(noon + timedelta(seconds=1))
    assert late(client) == []


def refuse(message):
    raise text_messages.NotSent("the gateway is closed", again=False)


def sign_in(client, at, *, apart, password="demo-2026"):  # noqa: S107 - everybody's
    told = int((at + timedelta(seconds=apart)).timestamp() * 1000)
    client.logout()
    typed = {"username": "lin", "password": password, "clock": told}
    return client.post("/sign-in/", typed).status_code


def first_page(bai):
    office = SignedInClient()
    office.force_login(bai)
    return office.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_clock_that_most_browsers_contradict_is_late(client, noon, lin, bai):
    for _ in range(clock.LEAST):
        sign_in(client, noon, apart=120, password="guess")  # whoever is nobody says nothing
    for _ in range(clock.LEAST - 1):
        assert sign_in(client, noon, apart=61) == 302
    assert late(client) == []
    sign_in(client, noon, apart=61)
    assert late(client) == ["clock"]
    assert "请校准服务器的时间" in first_page(bai)

    for _ in range(clock.LEAST):
        sign_in(client, noon, apart=-59)
    assert late(client) == []
    assert "请校准服务器的时间" not in first_page(bai)


@pytest.mark.parametrize("said", ["", "x", "-5", "１２３", "9" * 400, "1e9"])
@pytest.mark.django_db
def test_what_is_no_time_says_nothing_of_a_clock(said, noon):
    clock.compare(said, at=noon)
    assert clock.goes_right(noon)


@pytest.mark.django_db
def test_a_sign_nobody_can_look_at_is_late_and_each_look_lasts_a_while(client, noon):
    looks = []
    wellbeing.register(Sign("broken", lambda at: looks.append(at) or 1 / 0, "x"))
    try:
        assert client.get("/healthz").json()["broken"] == "late"
        assert client.get("/healthz").status_code == 503
        assert len(looks) == 1
    finally:
        wellbeing._signs.pop("broken")


@pytest.mark.django_db
def test_a_year_not_arranged_is_late_and_the_house_is_well(client, monkeypatch):
    """It reminds from the first day of December; a sign that does not makes it 503, above."""
    monkeypatch.setattr(arranged_years, "year_missing", YEAR_MISSING)
    for day, state in (("2026-11-30", "ok"), ("2026-12-01", "late")):
        now = datetime.fromisoformat(f"{day}T00:30:00+08:00")
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        monkeypatch.setattr(calendar, "is_published", lambda year: year < 2027)
        heartbeat()
        wellbeing.forget()
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["calendar"]) == (200, state)


@pytest.fixture
def mute():
    """Something that listens where PostgreSQL should and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}/zerentian"


def ask_without(address, environment, data):
    """What a page answers whose database is away; it would wait for ever without `connect_timeout`."""
    environment = {
        **environment,
        **settings_for_tests(data),
        "DATABASE_URL": f"postgres://grid@{address}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=BOUND,
    )
    return done.stdout.strip()


AWAY = f'503 {{"database": "does not answer", "worker": "unknown", "version": "{VERSION}"}}'


@pytest.mark.slow
def test_a_database_that_is_gone_gets_an_honest_answer(bare_environment, tmp_path):
    answer = ask_without("/zerentian?host=/nowhere", bare_environment, tmp_path)

    assert answer == AWAY


@pytest.mark.slow
def test_a_database_that_is_mute_is_not_waited_for(mute, bare_environment, tmp_path):
    answer = ask_without(mute, bare_environment, tmp_path)

    assert answer == AWAY
