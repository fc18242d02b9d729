"""A real Chromium at a phone's size, in front of a real server and a real Celery worker."""

import os
import subprocess
import sys

import pytest

from tests.ops.house import ROOT, House, eventually
from tools.with_services import without_ours

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}


def embedded():
    """SQLite and the file queue: nothing but the data folder."""
    return {}


def postgres_and_redis():
    """A database of its own in the cluster of this test run."""
    url = os.environ["DATABASE_URL"]
    folder = url.split("host=")[1]
    subprocess.run(["createdb", "-h", folder, "-U", "grid", "played_day"], check=True)
    return {
        "DATABASE_URL": url.replace("/zerentian?", "/played_day?"),
        "REDIS_URL": os.environ["REDIS_URL"],
    }


ENGINES = {"embedded": embedded, "postgres-redis": postgres_and_redis}


@pytest.fixture(scope="session", params=ENGINES)
def demo_house(request, tmp_path_factory):
    """The small demo street, served by `manage.py serve`; there is no night in these tests."""
    data = tmp_path_factory.mktemp("house")
    house = House(data, {**without_ours(os.environ), **ENGINES[request.param]()})
    house.environment |= {"ZERENTIAN_DEMO": "1", "ZERENTIAN_QUIET_HOURS": "00:00-00:00"}
    for command in (["compile_words"], ["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo", "--small"]):  # fmt: skip
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=ROOT, env=house.environment, check=True)
    house.start()
    assert eventually(house.is_well, 40), house.log()
    yield house
    house.stop()
    house.clear_away()


class Visitor:
    """One person with one browser window; every console error and CSP violation is kept."""

    def __init__(self, browser, base, screen):
        self.context = browser.new_context(base_url=base, **screen)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def sign_in(self, name):
        self.page.goto("/sign-in/")
        self.page.locator(f"[data-cast={name}]").click()
        return self.page


@pytest.fixture
def visitor(chromium, demo_house):
    """`visitor("lin")`: the page of somebody of the cast, signed in with one tap."""
    visitors = []

    def arrive(name, screen=PHONE):
        visitors.append(Visitor(chromium, f"http://127.0.0.1:{demo_house.port}", screen))
        return visitors[-1].sign_in(name)

    yield arrive
    complaints = [text for each in visitors for text in each.complaints]
    for each in visitors:
        each.context.close()
    assert complaints == []
