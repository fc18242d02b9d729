import os

import pytest

from tests.ops.house import House
from tools.with_services import redis, temporary_folder, without_ours


@pytest.fixture
def bare_environment():
    """The environment of this machine without a single setting of ours."""
    return without_ours(os.environ)


@pytest.fixture
def house(embedded, tmp_path, bare_environment):
    """Embedded: SQLite and the file queue, as `bootstrap.py run` starts it."""
    embedded(tmp_path / "data")
    house = House(tmp_path / "data", bare_environment)
    yield house
    house.clear_away()


@pytest.fixture
def queue():
    with temporary_folder() as folder, redis(folder / "redis") as server:
        yield server
