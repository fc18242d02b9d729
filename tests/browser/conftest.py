"""A real Chromium at a phone's size, in front of a real server and a real Celery worker."""

import contextlib
import os

import pytest

from tests import migrated
from tests.browser import street
from tests.complaints import complaints_of
from tests.open.machines import in_front_of, with_tables
from tests.open.proxies import PACKAGE, in_front
from tests.waiting import eventually

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}


def postgres_and_redis():
    """A database of its own in the cluster of this test run."""
    return {
        "DATABASE_URL": migrated.copy(f"played_day_{os.getpid()}"),
        "REDIS_URL": f"{os.environ['REDIS_URL']}?virtual_host=15",
    }


@contextlib.contextmanager
def behind_machines():
    """PgBouncer and Sentinels of its own before a PostgreSQL of its own."""
    with with_tables() as server, in_front_of(server) as (_pooler, _queue, told):
        yield told


@pytest.fixture(scope="session")
def houses(tmp_path_factory):
    """`houses("embedded")`: the small demo street, served by `manage.py serve`, started once; by the
    name of a proxy, behind that; "machines" behind PgBouncer and Sentinels."""
    started, proxies = {}, contextlib.ExitStack()

    def at(engine):
        if engine not in started:
            folder = tmp_path_factory.mktemp("house")
            own = postgres_and_redis() if engine == "postgres-redis" else {}
            if engine == "machines":
                own = proxies.enter_context(behind_machines())
            house = street.house(folder, own, migrated.shared_folder(tmp_path_factory, "street"))
            house.environment["ZERENTIAN_PROXIES"] = "127.0.0.1" if engine in PACKAGE else ""
            house.start()
            started[engine] = house
            assert eventually(house.is_well, saw=house.log)
            if engine in PACKAGE:
                front = in_front(engine, house.port, folder / engine, secure=False)
                house.port = proxies.enter_context(front)
        return started[engine]

    with proxies:
        yield at
        for house in started.values():
            house.stop()
            house.clear_away()


@pytest.fixture
def demo_house(request, houses):
    """On SQLite and the file queue, unless the test asks for an engine with `indirect`."""
    return houses(getattr(request, "param", "embedded"))


def tap(page, name):
    """Press the one button of that name that can be seen."""
    page.get_by_role("button", name=name, exact=True).click()


class Visitor:
    """One person with one browser window; whatever the console says is kept."""

    def __init__(self, browser, base, screen):
        self.context = browser.new_context(base_url=base, **screen)
        self.page = self.context.new_page()
        self.complaints = complaints_of(self.page)

    def sign_in(self, name):
        """With one tap; a resident still has to ask for a code."""
        self.page.goto("/sign-in/")
        self.page.locator(f"[data-cast={name}]").click()
        return self.page

    def sign_in_by_code(self, name, kept):
        """The phone page is filled in already; the demo shows the code instead of sending it.
        A phone is sent no second code within a minute, so the session is kept for the next."""
        if name in kept:
            self.context.add_cookies(kept[name])
            self.page.goto("/")
            return self.page
        page = self.sign_in(name)
        tap(page, "发送验证码")
        code = page.locator("[data-demo-code]").inner_text()  # the worker sends it
        page.get_by_label("验证码").fill(code)
        tap(page, "进去")
        page.wait_for_url("**/my/")
        kept[name] = self.context.cookies()
        return page


@pytest.fixture
def visitor(chromium, demo_house):
    """`visitor("lin")`: the page of somebody of the cast, signed in with one tap."""
    visitors = []

    def arrive(name, screen=PHONE):
        visitors.append(Visitor(chromium, f"http://127.0.0.1:{demo_house.port}", screen))
        here = visitors[-1]
        if name == "wang":
            return here.sign_in_by_code(name, demo_house.sessions)
        return here.sign_in(name)

    yield arrive
    complaints = [text for each in visitors for text in each.complaints]
    for each in visitors:
        each.context.close()
    assert complaints == []
