"""The neighbourhood every test happens in.

    150299 a district            (unassigned code: nobody lives there)
    └── 150299020 the street                            Bai    at the street office
        ├── …020100 north community                     Chen   its secretary
        │   ├── …001 east      Lin, grid worker         Wang and Li, a married couple
        │   └── …002 west      Zhou, grid worker        Sun
        └── …020101 south community                     Qian   its secretary
            └── …001 far       Zhao, grid worker        Wu

At the street are also Ji, An and Shen, who keep the system, the security and the audit and see no
resident; Ling leads the grid in the east. So `lin` may, `zhou` may not, `chen` may from above, and
Wang's secrets stay from Li. Gao helped in the east during a campaign that is over. It is noon on
Tuesday, 10 March 2026.
"""

import copy
import gc
import os
import sys
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from django.test import client as test_client
from django.test.client import ClientHandler
from django.test.utils import ContextList
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from foundation.monitoring import wellbeing
from foundation.workbooks import apart
from notices import events
from tests import builders, folders, migrated, neighbourhood, same_process, waiting
from tests.laid_down import LaidDown
from tools import chromium as chromium_here

pytest_plugins = ["pytester", "tests.flaky", "tests.pace"]

waiting.patient_database(settings.DATABASES["default"])

# One server for the run, and a numbered queue of its own for each process of it.
if settings.REDIS_URL:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    settings.CELERY_BROKER_URL = f"{settings.REDIS_URL}?virtual_host={worker}"

# Playwright keeps an event loop running in this thread; our own queries are not part of it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

TODAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def _of_no_app(name):
    """What an app tells without having registered it fails; tests may tell what they like."""
    teller = sys._getframe(3).f_globals["__name__"]
    if sys._getframe(2).f_code.co_name == "tell" and not teller.startswith("tests."):
        raise AssertionError(
            f"{teller} tells {name!r}, which no app registered (notices/events.py)"
        )
    return events.Event(name, _("消息"))


events.unknown = _of_no_app


def pytest_collection_finish():
    """What stands now stands to the end; no look for garbage goes over it again."""
    gc.freeze()


def pytest_runtest_setup():
    """Signs are looked at anew in each test, and once in it, however long it takes."""
    wellbeing.forget()


wellbeing.time = SimpleNamespace(monotonic=lambda: 0)


@pytest.fixture(scope="session", autouse=True)
def plain_settings():
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "tests.folders.InData"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        CELERY_BROKER_TRANSPORT_OPTIONS={},
    ):
        share_middleware()
        yield


def share_middleware():
    """Clients load it once for all, as a server does, and anew where a test overrides a setting."""
    plain, load, loaded = settings._wrapped, ClientHandler.load_middleware, {}

    def load_once(handler, is_async=False):
        if settings._wrapped is not plain or is_async:
            load(handler, is_async)
        elif loaded:
            vars(handler).update(loaded)
        else:
            before = set(vars(handler))
            load(handler)
            loaded.update({name: vars(handler)[name] for name in vars(handler).keys() - before})

    ClientHandler.load_middleware = load_once


@pytest.fixture
def tmp_path(tmp_path_factory):
    """A folder of one's own: pytest looks through those of all earlier tests for its number."""
    return folders.another_in(tmp_path_factory.getbasetemp())


@pytest.fixture(autouse=True)
def own_data(tmp_path):
    """Set where it stands: an override would begin each test by forgetting all settings ever asked."""
    before, settings.DATA = settings.DATA, tmp_path
    yield
    settings.DATA = before


@pytest.fixture(autouse=True)
def read_here(request, monkeypatch):
    if not (
        request.node.nodeid.startswith(same_process.APART) or request.config.getoption("trial")
    ):
        monkeypatch.setattr(apart, "_run", same_process.read)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    if connection.vendor == "postgresql":
        copied = {"TEMPLATE": migrated.template(), "MIGRATE": False}
        connection.settings_dict["TEST"] |= copied


@pytest.fixture(scope="session")
def embedded(tmp_path_factory):
    """`embedded(folder)` puts an empty embedded database there."""
    shared = migrated.shared_folder(tmp_path_factory, "embedded")
    return lambda data: migrated.embedded(data, shared)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A transaction test ends with every table as the migrations left it: tiers, deadlines and
    calendar included, and append-only tables, which refuse a TRUNCATE as they should, too."""
    if connection.vendor != "postgresql":  # a single file of tests, once more on SQLite
        yield
        return
    with django_db_blocker.unblock():
        laid_down = LaidDown()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: laid_down.put_back()
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture
def midday(monkeypatch):
    """The clock goes on from noon of today, so no day and no hour ends between two looks at it."""
    real = timezone.now
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    ahead = noon - real()
    # django-axes took the function over by name, so it has to be told as well.
    for reading in ("django.utils.timezone.now", "axes.attempts.now", "axes.handlers.proxy.now"):
        monkeypatch.setattr(reading, lambda: real() + ahead)


@pytest.fixture
def standing_clock(monkeypatch):
    """It stays the moment it is, so no window of a limit ends between two looks at it."""
    moment = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def keep_the_page(store, signal, sender, template, context, **kwargs):
    """All templates that were drawn, and the context of the page itself: Django copies one for each
    of its hundred parts, which no test reads."""
    store.setdefault("templates", []).append(template)
    if "context" not in store:
        store["context"] = ContextList([copy.copy(context)])


test_client.store_rendered_templates = keep_the_page


class SignedInClient(Client):
    """force_login leaves what our own sign-in pages leave: a way in, two clock readings and the mark of a
    second factor, too."""

    def force_login(self, user, by="password", factor="key"):
        # One statement, instead of the eight of Django's own: two thousand tests begin so.
        now = timezone.now().isoformat()
        session = {
            auth.SESSION_KEY: str(user.pk),
            auth.BACKEND_SESSION_KEY: "grids.backends.PostingBackend",
            auth.HASH_SESSION_KEY: user.get_session_auth_hash(),
            "by": by,
            "since": now,
            "seen": now,
            "idle": None,
            "factor": factor if by == "password" else "",
        }
        store, key = SessionStore(), get_random_string(32, VALID_KEY_CHARS)
        Session.objects.create(
            session_key=key,
            session_data=store.encode(session),
            expire_date=store.get_expiry_date(),
        )
        self.cookies[settings.SESSION_COOKIE_NAME] = key


@pytest.fixture
def client():
    return SignedInClient()


@pytest.fixture
def office(client, bai):
    """A browser in which Bai is signed in, who administers the street."""
    client.force_login(bai)
    return client


@pytest.fixture(scope="session")
def chromium():
    """One real Chromium for the run: two would each want an event loop of their own."""
    # Imported here, so that tests that need no browser start at once.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_here.program(), args=chromium_here.FLAGS
        )
        yield waiting.patient(browser)
        browser.close()


@pytest.fixture
def district(db):
    return neighbourhood.area("district")


@pytest.fixture
def street(district):
    return neighbourhood.area("street", district)


@pytest.fixture
def north(street):
    return neighbourhood.area("north", street)


@pytest.fixture
def south(street):
    return neighbourhood.area("south", street)


@pytest.fixture
def east(north):
    return neighbourhood.area("east", north)


@pytest.fixture
def west(north):
    return neighbourhood.area("west", north)


@pytest.fixture
def far(south):
    return neighbourhood.area("far", south)


@pytest.fixture
def lin(east):
    return neighbourhood.staff("lin", east)


@pytest.fixture
def zhou(west):
    return neighbourhood.staff("zhou", west)


@pytest.fixture
def zhao(far):
    return neighbourhood.staff("zhao", far)


@pytest.fixture
def chen(north):
    return neighbourhood.staff("chen", north)


@pytest.fixture
def qian(south):
    return neighbourhood.staff("qian", south)


@pytest.fixture
def bai(street):
    return neighbourhood.staff("bai", street)


@pytest.fixture
def ling(east):
    """Leads the east."""
    return neighbourhood.staff("ling", east)


@pytest.fixture
def ji(street):
    """Keeps the system."""
    return neighbourhood.staff("ji", street)


@pytest.fixture
def an(street):
    """Keeps the security."""
    return neighbourhood.staff("an", street)


@pytest.fixture
def shen(street):
    """Keeps the audit."""
    return neighbourhood.staff("shen", street)


@pytest.fixture
def gao(east):
    """A campaign helper whose campaign is over."""
    return neighbourhood.staff("gao", east)


@pytest.fixture
def home(east):
    return builders.make_door(east, "501")


@pytest.fixture
def wang(home):
    return builders.make_resident(home, "王秀兰", phone="13800000001")


@pytest.fixture
def li(home):
    """Wang's husband, behind the same door."""
    return builders.make_resident(home, "李建国", phone="13800000002")
