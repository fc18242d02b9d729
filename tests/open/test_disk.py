"""A data folder of 48 MB filled under load: pages are answered all the time, what is acknowledged is
there, and when somebody has made room everything goes on by itself.

The log lies on that disk as well. As no tick finds room, the worker is replaced meanwhile, and the
line that says so finds none either.
"""

import contextlib
import os
import re
import sqlite3
import subprocess
import threading

import pytest

from tests.browser import street
from tests.open.stopwatch import Stopwatch
from tests.open.worker_at_the_door import Lin
from tests.waiting import eventually

SIZE = "48m"
LEFT = 600_000  # bytes that stay free at first: a few reports go in, then none
REFUSALS = 12


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True)
    assert done.returncode == 0, f"this trial mounts a small disk and has to be root: {done.stderr}"
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607 - as root


@pytest.fixture
def demo(small_disk, tmp_path_factory):
    house = street.house(small_disk / "data", {}, tmp_path_factory.getbasetemp() / "street")
    yield house
    house.clear_away()


@contextlib.contextmanager
def reading(port):
    """Somebody signed in and a stranger who read all the time; what they were answered."""
    lin, stranger, answers, over = Lin(port), Lin(port), [], threading.Event()
    lin.sign_in()

    def read():
        while not over.is_set():
            answers.append(("/today/", lin.ask("GET", "/today/")[0]))
            answers.append(("/sign-in/", stranger.ask("GET", "/sign-in/")[0]))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield answers
    finally:
        over.set()
        reader.join()


def fill(folder, *, left):
    """A file that takes all the room but so much."""
    with open(folder / "ballast", "ab", buffering=0) as ballast, contextlib.suppress(OSError):
        room = os.statvfs(folder)
        ballast.write(bytes(max(room.f_bavail * room.f_frsize - left, 0)))
        while not left:
            ballast.write(bytes(4096))


def says_late(house):
    assert house.process.poll() is None, "the house closed"
    return house.health()[1].get("disk") == "late"


def in_the_books(house, words):
    """Those of the words that are a case with a whole photo."""
    with contextlib.closing(sqlite3.connect(house.data / "zerentian.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = database.execute(
            "SELECT c.words, p.file FROM cases_case c JOIN cases_photo p ON p.case_id = c.id"
        ).fetchall()
    whole = [
        text
        for text, name in rows
        if (house.data / "media" / name).read_bytes()[-2:] == b"\xff\xd9"
    ]
    return [word for word in words for text in whole if word in text]


@pytest.mark.trial("open")
def test_a_disk_filled_under_load(demo, small_disk, figures):
    demo.start()
    assert eventually(demo.is_well)
    lin = Lin(demo.port)
    lin.sign_in()
    path = door(demo)
    page = lin.ask("GET", path)[2]
    category = re.search(r'name="category".*?value="(\d+)"', page, re.S)[1]
    report = [page, path, category]
    assert lin.report(*report) == 302, lin.wrong

    worker = demo.child("celery")
    with reading(demo.port) as answers:
        fill(small_disk, left=LEFT)
        while len(lin.refused) < REFUSALS:
            lin.report(*report)
            assert not lin.wrong, lin.wrong
            if lin.refused:
                fill(small_disk, left=0)
                (demo.data / "queue" / "0_torn.celery.msg").write_bytes(b"")
        assert eventually(lambda: says_late(demo))
        assert eventually(lambda: demo.child("celery") not in (None, worker))

        (small_disk / "ballast").unlink()
        freed = Stopwatch()
        assert eventually(lambda: lin.report(*report) == 302)
        assert eventually(lambda: demo.health()[1].get("disk") == "ok")
        ticked = demo.heartbeat()
        assert eventually(lambda: demo.heartbeat() > ticked)
        open_again = freed.seconds

    kept = in_the_books(demo, lin.acknowledged)
    twice = len(kept) - len(set(kept))
    lost = set(lin.acknowledged) - set(kept)
    unanswered = [each for each in answers if each[1] != 200]
    figures(
        "full disk",
        tried=len(lin.acknowledged) + len(lin.refused),
        acknowledged=len(lin.acknowledged),
        lost=len(lost),
        doubled=twice,
        seconds=open_again,
        note=f"{len(answers)} pages read meanwhile, {len(unanswered)} not answered",
    )
    assert (lost, twice, unanswered, lin.wrong) == (set(), 0, [], [])
    assert in_the_books(demo, lin.refused) == []


def door(house):
    """The page of a report at a door of Lin's."""
    find = (
        "SELECT d.id FROM residents_dwelling d JOIN grids_posting p ON p.area_id = d.grid_id"
        " JOIN accounts_user u ON u.id = p.user_id WHERE u.username = 'lin' ORDER BY d.id"
    )
    with contextlib.closing(sqlite3.connect(house.data / "zerentian.sqlite3")) as database:
        return f"/cases/new/?door={database.execute(find).fetchone()[0]}"
