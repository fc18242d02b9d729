import fcntl
import os
import shutil
import subprocess
import sys

import pytest

from tests.ops.house import ROOT, House
from tools.with_services import redis, settings_for_tests, temporary_folder, without_ours


@pytest.fixture
def bare_environment():
    """The environment of this machine without a single setting of ours."""
    return without_ours(os.environ)


@pytest.fixture(scope="session")
def fresh_data(tmp_path_factory, worker_id):
    """A data folder with an empty embedded database, to copy from; made once for all workers."""
    alone = worker_id == "master"
    base = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    data = base / "fresh"
    with open(base / "fresh.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "ready").exists():
            (data / "static").mkdir(parents=True)
            environment = {**without_ours(os.environ), **settings_for_tests(data)}
            migrate = [sys.executable, "manage.py", "migrate", "--noinput", "-v0"]
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            (data / "ready").touch()
    return data


@pytest.fixture
def house(fresh_data, tmp_path, bare_environment):
    """Embedded: SQLite and the file queue, as `bootstrap.py run` starts it."""
    shutil.copytree(fresh_data, tmp_path / "data")
    house = House(tmp_path / "data", bare_environment)
    yield house
    house.clear_away()


@pytest.fixture
def queue():
    with temporary_folder() as folder, redis(folder / "redis") as server:
        yield server
