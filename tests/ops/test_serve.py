"""The process tree of `manage.py serve`, with real processes that are really killed.

One kill every day; the others in the trial `crashes`.
"""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from config.serving import supervisor
from tests.ops.house import ROOT, all_gone
from tests.waiting import BOUND, eventually
from tools.data_folder import hold
from tools.processes import children_of


def test_pages_and_clock_start_and_stop_together_and_a_killed_worker_is_replaced(house):
    house.start()
    assert eventually(house.is_well)
    assert house.get("/sign-in/")[0] == 200
    assert len(house.all_processes()) >= 5  # serve, granian and its worker, celery and its beat
    old = house.child("celery")

    os.kill(old, signal.SIGKILL)

    assert eventually(lambda: house.child("celery") not in (None, old))
    replaced_at = house.heartbeat()
    assert "worker ended (-9); starting it again" in house.log()
    assert eventually(lambda: house.heartbeat() > replaced_at)
    family = house.all_processes()

    house.stop()

    assert house.process.returncode == 0
    assert eventually(lambda: all_gone(family))
    assert house.data.stat().st_mode & 0o077 == 0
    assert (house.data / "lock").stat().st_mode & 0o077 == 0


def test_wrong_settings_start_nothing(house):
    house.environment["ZERENTIAN_SMS_CHANNEL"] = "gateway.nowhere.Sms"
    house.start()
    assert house.process.wait(BOUND) == 1
    assert "ZERENTIAN_SMS_CHANNEL" in house.log() and "Traceback" not in house.log()


@pytest.mark.trial("crashes")
def test_a_worker_that_lives_but_does_not_tick_is_replaced(house):
    house.start()
    assert eventually(house.is_well)
    old = house.child("celery")

    with standing_still(house.process.pid):  # else it may act before we have looked
        os.kill(old, signal.SIGSTOP)
        assert eventually(lambda: "silent for" in house.health()[1].get("worker", ""))

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
    assert eventually(lambda: house.child("granian") not in (None, granian))
    assert eventually(house.is_well)


@pytest.mark.trial("crashes")
def test_nobody_is_orphaned_when_the_parent_is_killed(house):
    house.start()
    assert eventually(house.is_well)
    family = house.all_processes()

    house.process.kill()
    house.process.wait()

    assert eventually(lambda: all_gone(family))


def test_a_web_server_that_only_ever_ends_stops_the_whole_with_a_sentence(house):
    """With the waits between starts cut short; they only make it slower."""
    with supervised(house, ["false"], SLOWEST_RESTART=0.1, CRASH_WINDOW=BOUND) as process:
        _, complaint = process.communicate(timeout=BOUND)

    assert process.returncode == 1
    assert f"web ended 5 times within {BOUND} seconds" in complaint


def test_a_worker_that_only_ever_ends_never_stops_the_pages(monkeypatch):
    """By a clock we turn: ever more slowly, and the pages stay."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: clock.now)
    said = []
    monkeypatch.setattr(supervisor, "log", said.append)
    web, worker = (supervisor.Child(name, ["false"], {}) for name in ("web", "worker"))
    watch = SimpleNamespace(broker_answers=True)
    both, alone = (supervisor.Supervisor(each, watch) for each in ([web, worker], [worker]))

    waits = []
    for _ in range(20):
        both.bury(worker)
        waits.append(worker.not_before - clock.now)
        clock.now = worker.not_before

    assert waits[:3] == [0.5, 1, 2]
    assert max(waits) == supervisor.SLOWEST_BESIDE_PAGES
    assert "the pages go on without it" in said[-1]
    with pytest.raises(
        supervisor.CrashLoop
    ):  # where nobody looks at pages, somebody must look at it
        for _ in range(supervisor.CRASH_LOOP):
            alone.bury(worker)


def test_a_process_the_machine_has_no_room_for_is_tried_again(monkeypatch):
    monkeypatch.setattr(supervisor, "log", lambda text: None)
    child = supervisor.Child("web", ["/nowhere/at-all"], {})
    supervisor.Supervisor([child], SimpleNamespace(broker_answers=True)).tend(child)
    assert child.process is None and child.not_before


def test_a_log_on_a_full_disk_ends_nothing(monkeypatch):
    """It lies where the data lies, and the first line that found no room closed the house."""
    log = io.TextIOWrapper(io.FileIO("/dev/full", "w"), write_through=True)
    monkeypatch.setattr(supervisor.sys, "stderr", log)

    with pytest.raises(OSError, match="No space left"):
        print("a line of somebody else's", file=log)
    supervisor.log("worker lives but does not tick; replacing it")


STUBBORN = ["bash", "-c", "trap '' TERM; echo here; read"]


def test_what_does_not_end_when_asked_is_ended(house):
    with supervised(house, STUBBORN, PATIENCE=0.1) as process:
        assert process.stdout.readline() == "here\n"
        family = children_of(process.pid)

        process.terminate()

        assert process.wait(BOUND) == 0
    assert len(family) == 1 and all_gone(family)


def test_the_whole_ends_before_a_service_manager_would_end_it():
    """Docker gives ten seconds, then it kills without asking."""
    assert supervisor.PATIENCE + supervisor.FREEZE < 10


def test_a_second_one_on_the_same_folder_is_refused(house):
    lock = hold(house.data)  # as a running one does
    second = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(house.port)],
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
        timeout=BOUND,
    )
    os.close(lock)

    assert second.returncode == 1
    assert "is in use by another" in second.stderr
    assert "Traceback" not in second.stderr


SUPERVISED = """if True:
    import json, sys
    from types import SimpleNamespace
    from config.serving import supervisor
    command, figures = map(json.loads, sys.argv[1:])
    vars(supervisor).update(figures)
    watch = SimpleNamespace(start=lambda: None, broker_answers=True)
    raise SystemExit(supervisor.Supervisor([supervisor.Child("web", command, {})], watch).run())
"""


def supervised(house, command, **figures):
    """A supervisor of this one command, with some of its figures changed."""
    arguments = map(json.dumps, (command, figures))
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, *arguments],
        cwd=ROOT,
        env=house.environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@contextmanager
def standing_still(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def parent_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[1])
