"""Web, worker and beat each by themselves, as docker-compose.yml starts them."""

import copy
import subprocess
import sys

import pytest

from tests.ops.house import ROOT
from tests.waiting import eventually


@pytest.fixture
def parts(house, queue):
    house.environment |= {
        "REDIS_URL": queue.url,
        "ZERENTIAN_HTTPS": "1",
        "ZERENTIAN_HOSTS": "grid.example",
    }
    parts = {name: copy.copy(house) for name in ("web", "worker", "beat")}
    yield parts
    for part in parts.values():
        part.clear_away()


def healthy(house, part):
    command = [sys.executable, "-m", "tools.healthy", part, "--port", str(house.port)]
    return subprocess.run(command, cwd=ROOT, env=house.environment, capture_output=True, text=True)


@pytest.mark.trial("crashes")  # daily, tests/ops/test_serve.py starts the three as one
def test_three_parts_make_one_house_and_each_can_be_asked_for(parts, house):
    assert healthy(house, "database").returncode == 1

    parts["web"].start("--only", "web")
    assert eventually(lambda: house.health()[1].get("database") == "ok")
    assert healthy(house, "database").returncode == 0
    assert healthy(house, "worker").stdout == "worker: not seen yet\n"

    parts["worker"].start("--only", "worker")
    parts["beat"].start("--only", "beat")
    assert eventually(
        lambda: house.health()[1]["worker"] == "ok" and healthy(house, "worker").returncode == 0
    )

    for part in parts.values():
        part.stop()
    assert [part.process.returncode for part in parts.values()] == [0, 0, 0]
