"""The process tree of `manage.py serve`, with real processes that are really killed.

One kill every day; the others in the trial `crashes`.
"""

import os
import signal
import subprocess
import sys

import pytest

from tests.ops.house import ROOT, all_gone, eventually
from tools.data_folder import hold


def test_pages_and_clock_start_and_stop_together(house):
    house.start()
    assert eventually(house.is_well)
    assert house.get("/sign-in/")[0] == 200
    family = house.all_processes()
    assert len(family) >= 5  # serve, granian and its worker, celery and its beat

    assert house.stop() < 10

    assert house.process.returncode == 0
    assert eventually(lambda: all_gone(family), 2)


def test_a_killed_worker_is_replaced(house):
    house.start()
    assert eventually(house.is_well)
    old = house.child("celery")

    os.kill(old, signal.SIGKILL)

    assert eventually(lambda: house.child("celery") not in (None, old), 10)
    replaced_at = house.heartbeat()
    assert "worker ended (-9); starting it again" in house.log()
    assert eventually(lambda: house.heartbeat() > replaced_at)


@pytest.mark.trial("crashes")
def test_a_worker_that_lives_but_does_not_tick_is_replaced(house):
    house.start()
    assert eventually(house.is_well)
    old = house.child("celery")

    os.kill(old, signal.SIGSTOP)

    assert eventually(lambda: house.health()[0] == 503)
    assert "silent for" in house.health()[1]["worker"]
    assert eventually(lambda: house.child("celery") not in (None, old))
    assert eventually(house.is_well)


@pytest.mark.trial("crashes")
def test_a_killed_web_process_is_replaced(house):
    house.start()
    assert eventually(house.is_well)
    granian = house.child("granian")
    [page_maker] = [pid for pid in house.all_processes() if parent_of(pid) == granian]

    os.kill(page_maker, signal.SIGKILL)
    assert eventually(lambda: page_maker not in house.all_processes())
    assert eventually(house.is_well)

    os.kill(granian, signal.SIGKILL)
    assert eventually(lambda: house.child("granian") not in (None, granian), 10)
    assert eventually(house.is_well)


@pytest.mark.trial("crashes")
def test_nobody_is_orphaned_when_the_parent_is_killed(house):
    house.start()
    assert eventually(house.is_well)
    family = house.all_processes()

    house.process.kill()
    house.process.wait()

    assert eventually(lambda: all_gone(family), 10)


def test_a_web_server_that_only_ever_ends_stops_the_whole_with_a_sentence(house):
    """With the waits between starts cut short; they only make it slower."""
    script = """if True:
        from types import SimpleNamespace
        from config import supervisor
        supervisor.SLOWEST_RESTART = 0.1
        watch = SimpleNamespace(start=lambda: None, broker_answers=True)
        web = supervisor.Child("web", ["false"], {})
        raise SystemExit(supervisor.Supervisor([web], watch).run())
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "web ended 5 times within 60 seconds" in done.stderr


def test_a_second_one_on_the_same_folder_is_refused(house):
    lock = hold(house.data)  # as a running one does
    second = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(house.port)],
        cwd=ROOT, env=house.environment, capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    os.close(lock)

    assert second.returncode == 1
    assert "is in use by another" in second.stderr
    assert "Traceback" not in second.stderr


def parent_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[1])
