"""`bootstrap.py run`, from nothing to a page a browser can show, and once more."""

import re
import subprocess
import sys

import pytest

from tests import migrated
from tests.ops.house import ROOT, House, all_gone
from tests.waiting import eventually


class FirstStart(House):
    """Started by a person who has only the system's Python."""

    def start(self, *options):
        where = ["--data", self.data, "--port", str(self.port), "--workers", "1"]
        command = ["bootstrap.py", "run", *where, *options]
        with open(self.data.parent / "log", "ab") as log:
            self.process = subprocess.Popen(
                [sys._base_executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def log(self):
        return (self.data.parent / "log").read_text()

    def has_migrated(self):
        """False when it ended instead. It collects its static files next, and opens after that."""
        said = "Collecting static files"
        assert eventually(lambda: self.process.poll() is not None or said in self.log())
        return self.process.poll() is None

    def opens(self):
        """False when it ended instead."""
        assert eventually(lambda: self.process.poll() is not None or self.is_well(), saw=self.log)
        return self.process.poll() is None


@pytest.fixture
def house(tmp_path, bare_environment):
    house = FirstStart(tmp_path / "data", bare_environment)
    house.environment = bare_environment | migrated.SPARING
    yield house
    house.clear_away()


@pytest.fixture
def shared(tmp_path_factory):
    return migrated.shared_folder(tmp_path_factory, "embedded")


def test_an_empty_house_opens_with_its_style_and_again_without_remaking_it(house, shared):
    with migrated.alone_in(shared):
        house.start("--empty")
        if not migrated.is_ready(shared) and house.has_migrated():
            migrated.keep(house.data / "zerentian.sqlite3", shared)
    assert house.opens(), house.log()
    page = house.get("/sign-in/")[1]
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert house.get(style[1])[0] == 200
    keys, family = (house.data / "env").read_text(), house.all_processes()
    house.stop()
    assert eventually(lambda: all_gone(family))

    house.start("--empty")
    assert house.opens(), house.log()

    assert (house.data / "env").read_text() == keys
    assert house.log().count("Made the keys") == 1
    assert house.log().count("Collecting static files") == 1
