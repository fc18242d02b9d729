"""Every wrong setting somebody might write, given to the real programs: a sentence, and nothing starts."""

import base64
import os
import subprocess
import sys

import pytest

from tests.browser import street
from tests.ops.house import ROOT
from tests.ops.wrong_settings import IN_THE_WORLD, KEY, WRONG
from tests.waiting import BOUND, eventually
from tools.with_services import redis, temporary_folder

OTHER = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def demo(tmp_path, tmp_path_factory):
    house = street.house(tmp_path / "data", {}, tmp_path_factory.getbasetemp() / "street")
    yield house
    house.clear_away()


def start(house, environment, *command):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**house.environment, **environment},
        capture_output=True,
        text=True,
        timeout=BOUND,
    )


def servers():
    """A PostgreSQL and a Redis that are there and refuse us."""
    here = os.environ["DATABASE_URL"]
    return [
        ("DATABASE_URL", here.replace("/zerentian?", "/no_such_database?")),
        ("DATABASE_URL", here.replace("grid@", "stranger@")),
    ]


@pytest.mark.trial("open")
def test_nothing_starts_with_one_of_them(demo, figures):
    keys = [("ZERENTIAN_FIELD_KEYS", f"k1:{KEY}"), ("ZERENTIAN_INDEX_KEY", OTHER)]
    tried = [*WRONG, *IN_THE_WORLD, *keys, *servers()]
    with temporary_folder() as folder, redis(folder / "redis") as queue:
        tried.append(("REDIS_URL", f"{queue.url}?virtual_host=99"))
        serve = ["manage.py", "serve", "--port", str(demo.port)]
        told = [(name, start(demo, {name: text}, *serve)) for name, text in tried]

    started = [name for name, done in told if done.returncode != 1 or "Open" in done.stderr]
    stories = [name for name, done in told if "Traceback" in done.stderr]
    silent = [
        name for name, done in told if name not in done.stderr or "Stopped" not in done.stderr
    ]
    figures(
        "wrong settings",
        tried=len(tried),
        note=f"{len(started)} started, {len(stories)} tracebacks, {len(silent)} not told",
    )
    assert (started, stories, silent) == ([], [], [])

    for command in (["manage.py", "check_settings"], ["-m", "celery", "-A", "config", "worker"]):
        done = start(demo, {"ZERENTIAN_IDLE_MINUTES": "x"}, *command)
        assert done.returncode and "ZERENTIAN_IDLE_MINUTES" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert start(demo, {}, "manage.py", "check_settings").returncode == 0
    demo.start()
    assert eventually(demo.is_well)
