"""What /healthz says, and to whom: anybody, nothing about people."""

import socket
import subprocess
import sys
from datetime import timedelta

import pytest

from config.serving.health import LATE
from config.version import VERSION
from foundation.models import Heartbeat
from notices.tasks import heartbeat
from tests.conftest import NOON
from tests.ops.house import ROOT
from tests.waiting import BOUND
from tools.with_services import settings_for_tests

WELL = {"database": "ok", "worker": "ok"}
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


@pytest.mark.django_db
def test_a_fresh_heartbeat_is_well(client, noon):
    heartbeat()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {**WELL, "version": VERSION})
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
