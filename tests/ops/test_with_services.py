"""The private PostgreSQL and Redis of the tests leave nothing behind, and survive being killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from tests.ops.house import ROOT, all_gone, as_in_a_terminal
from tests.waiting import BOUND, eventually
from tools import with_services
from tools.processes import children_of

pytestmark = pytest.mark.slow
RUN = [sys.executable, "tools/with_services.py"]
WAITING = 'touch "$STARTED"; echo $ZERENTIAN_DATA > "$STARTED"; read'


def test_the_exit_code_is_the_commands():
    assert subprocess.call([*RUN, "bash", "-c", "exit 7"], cwd=ROOT) == 7


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.trial("crashes"))]
)
def test_stopping_it_stops_everything_and_removes_the_folder(number, tmp_path):
    started = tmp_path / "started"
    process = subprocess.Popen(
        [*RUN, "bash", "-c", WAITING],
        cwd=ROOT,
        env={**os.environ, "STARTED": str(started)},
        stdin=subprocess.PIPE,  # read from until we end
        start_new_session=True,
        preexec_fn=as_in_a_terminal,
    )
    assert eventually(lambda: started.exists() and started.read_text().strip())
    folder = Path(started.read_text().strip()).parent
    family = children_of(process.pid)
    assert len(family) == 3 and folder.exists()

    if number == signal.SIGINT:  # a terminal tells all of them
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)

    assert process.wait(BOUND) == (143 if number == signal.SIGTERM else 130)
    assert eventually(lambda: all_gone(family))
    assert not folder.exists()


def test_a_missing_server_fails_with_instructions(monkeypatch, tmp_path):
    monkeypatch.setattr(with_services, "postgres_programs", lambda: None)
    monkeypatch.setattr(with_services.shutil, "which", lambda name: None)
    with pytest.raises(with_services.Missing, match="apt-get install postgresql"):
        with_services.Postgres(tmp_path / "pg", durable=False)
    with pytest.raises(with_services.Missing, match="apt-get install redis-server"):
        with_services.Redis(tmp_path / "redis")


@pytest.mark.postgres
@pytest.mark.trial("crashes")
def test_a_durable_cluster_keeps_what_it_acknowledged_through_a_kill():
    with (
        with_services.temporary_folder() as folder,
        with_services.postgres(folder / "pg", durable=True) as server,
    ):
        say(server, "CREATE TABLE kept (n int)")
        say(server, "INSERT INTO kept VALUES (1)")
        server.kill()
        server.start()
        assert say(server, "SELECT n FROM kept") == [(1,)]
        assert say(server, "SHOW fsync") == [("on",)]


def say(server, sql):
    connection = psycopg2.connect(host=str(server.folder), user="grid", dbname="zerentian")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else None
    connection.close()
    return rows
