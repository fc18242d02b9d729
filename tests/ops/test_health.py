"""What /healthz says, and to whom: anybody, nothing about people."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from config.health import LATE
from notices.models import Heartbeat
from notices.tasks import heartbeat
from tests.ops.house import ROOT
from tools.with_services import settings_for_tests

ASK = """if True:
    import django
    django.setup()
    from django.test import Client
    answer = Client().get("/healthz", headers={"host": "localhost"})
    print(answer.status_code, answer.content.decode())
"""


@pytest.mark.django_db
def test_a_fresh_heartbeat_is_well(client):
    heartbeat()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "worker": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_clock_that_stopped_is_told_with_its_silence(client):
    stopped = timezone.now() - LATE - timedelta(seconds=60)
    Heartbeat.objects.create(name="worker", at=stopped)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    silence = int(LATE.total_seconds()) + 60
    assert answer.json() == {"database": "ok", "worker": f"silent for {silence} seconds"}


@pytest.mark.django_db
def test_a_clock_that_never_ticked_is_told(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "not seen yet")


@pytest.mark.parametrize("address", ["/zerentian?host=/nowhere", "192.0.2.1:5432/zerentian"])
def test_a_database_that_is_away_gets_an_honest_answer_in_time(address, bare_environment, tmp_path):
    environment = {
        **bare_environment,
        **settings_for_tests(tmp_path),
        "DATABASE_URL": f"postgres://grid@{address}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    since = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout == '503 {"database": "does not answer", "worker": "unknown"}\n'
    assert time.monotonic() - since < 3 + 4  # the second figure: starting Python and Django
