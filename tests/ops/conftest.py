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
def fresh_data(tmp_path_factory):
    """A data folder with an empty embedded database, to copy from."""
    data = tmp_path_factory.mktemp("fresh")
    (data / "static").mkdir()
    environment = {**without_ours(os.environ), **settings_for_tests(data)}
    migrate = [sys.executable, "manage.py", "migrate", "--noinput", "-v0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
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
