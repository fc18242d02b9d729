"""What /metrics tells, and to whom: whoever shows the token; ages and room, never a count."""

import http.server
import re
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from config.management.commands import serve
from foundation.monitoring import gauges
from foundation.monitoring.gauges import Gauge
from notices import outbox
from notices.models import Dispatch, Notice
from notices.tasks import heartbeat
from tests.access.walk import fingerprint
from tests.conftest import NOON
from tests.ops.house import ROOT
from tools.with_services import settings_for_tests

TOKEN = "a-token-of-the-monitor"
LINE = re.compile(r"([a-z_]+)(?:\{[^}]*\})? (\d+)")


@pytest.fixture
def told(client, db, settings, monkeypatch):
    """`told()`: {gauge: value} at noon, to whoever shows the token."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)

    def told():
        answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
        return {match[1]: int(match[2]) for match in map(LINE.fullmatch, lines)}

    return told


def tell(user, key, *, due_at, **columns):
    outbox.tell(to=user, key=key, text="一句话", urgent=True, at=due_at)
    Notice.objects.filter(key=key).update(**columns)


def test_ages_are_whole_minutes_and_nothing_is_counted(told, lin):
    heartbeat()
    quiet = told()
    assert quiet["zerentian_outbox_age_minutes"] == quiet["zerentian_dead_letter_age_minutes"] == 0

    tell(lin, "late", due_at=NOON - timedelta(minutes=7, seconds=59))
    one = told()
    for number in range(3):
        tell(lin, f"later {number}", due_at=NOON - timedelta(minutes=3))
    tell(lin, "given up", due_at=NOON - timedelta(hours=2), sent_at=NOON)
    notice = Notice.objects.get(key="given up")
    times = {"due_at": notice.due_at, "next_try_at": NOON, "given_up_at": NOON}
    Dispatch.objects.create(notice=notice, recipient=lin, way="text", **times)
    tell(lin, "tomorrow", due_at=NOON + timedelta(hours=20))
    more = told()

    assert one["zerentian_outbox_age_minutes"] == more["zerentian_outbox_age_minutes"] == 7
    assert more["zerentian_dead_letter_age_minutes"] == 120
    assert more["zerentian_beat_age_minutes"] == 0
    assert 0 <= more["zerentian_disk_free_percent"] <= 100
    changed = {name for name in more if more[name] != one[name]}
    assert changed == {"zerentian_dead_letter_age_minutes"}


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (TOKEN, ""),
        (TOKEN, "Bearer"),
        (TOKEN, f"Basic {TOKEN}"),
        (TOKEN, f"Bearer {TOKEN}x"),
        (TOKEN, "Bearer 口令"),
        ("", "Bearer "),
        ("", ""),
    ],
)
def test_without_the_token_it_is_missing(client, settings, db, known, shown):
    settings.METRICS_TOKEN = known
    asked = {"authorization": shown.encode().decode("latin-1")} if shown else {}

    answer = client.get("/metrics", headers=asked)

    assert answer.status_code == 404
    assert fingerprint(answer) == fingerprint(client.get("/nowhere"))


def test_from_this_machine_is_no_guard(told, client):
    """Negative control of the token: behind a proxy everybody comes from here."""
    assert told()
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404


def test_a_database_that_does_not_answer_silences_only_its_own(told, monkeypatch):
    def away(at):
        raise OperationalError

    monkeypatch.setattr("foundation.monitoring.gauges.connection.close", lambda: None)
    monkeypatch.setitem(gauges._gauges, "broken", Gauge("broken", "…", away))
    monkeypatch.setitem(gauges._gauges, "unknown", Gauge("unknown", "…", lambda at: None))

    found = told()

    assert "zerentian_disk_free_percent" in found
    assert not {"zerentian_broken", "zerentian_unknown"} & set(found)


def test_what_the_server_tells_of_itself_is_passed_on(told, settings):
    class Granian(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"granian_connections_handled 3\n")

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Granian) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SERVER_METRICS = f"http://127.0.0.1:{server.server_port}/metrics"
        assert told()["granian_connections_handled"] == 3
        server.shutdown()
    assert "granian_connections_handled" not in told()


def test_the_server_counts_only_where_there_is_a_token(settings):
    for token, counts in (("", False), (TOKEN, True)):
        settings.METRICS_TOKEN = token
        child = serve.web("127.0.0.1", 8000, 1)
        assert ("--metrics" in child.command) == counts
        assert bool(child.environment.get("ZERENTIAN_SERVER_METRICS")) == counts


def test_a_token_that_can_be_guessed_ends_the_start(bare_environment, tmp_path):
    environment = {**bare_environment, **settings_for_tests(tmp_path)}
    environment["ZERENTIAN_METRICS_TOKEN"] = "secret"
    command = [sys.executable, "-c", "import config.settings"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "ZERENTIAN_METRICS_TOKEN cannot be used: write at least 20" in done.stderr
    assert "secret" not in done.stderr
