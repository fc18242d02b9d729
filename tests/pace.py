"""Which tests run when: the long trials by name only, the slow ones first, houses in one process.

`--trial NAME` runs one trial of tools/trials.py; without it none of their tests runs. `-m quick` is
the loop of whoever is writing: what needs no database, and of the rest the rules that matter most.
"""

from itertools import cycle
from zlib import crc32

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

from tools.trials import TRIALS

SLOW = {
    "chromium",
    "house",
    "houses",
    "queue",
    "demo_street",
    "live_server",
    "busy_world",
    "embedded",
}
"""Fixtures that take seconds by themselves."""
QUICK = {
    "accounts": {"choices", "sessions"},
    "cases": {"clocks", "confidential", "constraints", "moves", "two_deciders"},
    "foundation": {"record", "sealed_files"},
    "grids": {"boundaries", "calendar", "posts", "scope"},
    "morality_bank": {"book_is_kept", "ledger", "scope"},
    "notices": {"outbox"},
    "ops": {"health"},
    "reports": {"four_eyes"},
    "residents": {"identity", "masks", "registry", "registry_recorded", "reveal", "search_index"},
    "visits": {"due_today", "log_a_contact"},
}
"""Files whose rules are seen in the loop although they need the database."""
PROPERTIES = "properties"
"""The trial of what is tried every day, too, on a few examples: `@given` needs no mark."""
DATABASE = {"db", "transactional_db"}
FIRST = "tests/ops/test_first_start.py"
"""It leaves the embedded database, migrated from zero, to all who want one (tests/migrated.py)."""
TOGETHER = (
    "tests/browser/",
    "tests/demo/street/",
    "tests/face/test_measures.py",
    "tests/look/test_stylesheets.py",
    "tests/residents/test_roster_hostile.py",
    # Each reads all our code, or all our sentences, once for its tests.
    "tests/test_architecture.py",
    "tests/test_stored_names.py",
    "tests/test_waiting.py",
    "tests/test_words.py",
)
"""Folders and files whose tests share something expensive, which one process makes once."""


def pytest_addoption(parser):
    parser.addoption("--trial", metavar="NAME", choices=list(TRIALS), help="run this long trial")


class Before:
    @pytest.hookimpl(tryfirst=True)  # before -m looks
    def pytest_collection_modifyitems(self, config, items):
        wanted = config.getoption("trial")
        left_out = [item for item in items if not runs_in(item, wanted)]
        items[:] = [item for item in items if runs_in(item, wanted)]
        for item in items:
            if SLOW & set(item.fixturenames):
                item.add_marker("slow")
            if is_quick(item):
                item.add_marker("quick")
        if left_out:
            config.hook.pytest_deselected(items=left_out)


def is_quick(item):
    if any(map(item.get_closest_marker, ("slow", "browser", "postgres"))):
        return False
    needs_database = DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db")
    named = item.path.stem.removeprefix("test_") in QUICK.get(item.path.parent.name, ())
    return named or not needs_database


def runs_in(item, wanted):
    """Whether a test runs in this trial, or, if there is none, every day."""
    if wanted == PROPERTIES and is_property(item):
        return trial_of(item) is None
    return trial_of(item) == wanted


def is_property(item):
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


def pytest_configure(config):
    # How long an example takes says nothing about it on a busy machine.
    many = 400 if config.getoption("trial") == PROPERTIES else 30
    patient = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
    hypothesis.settings.register_profile("house", max_examples=many, **patient)
    hypothesis.settings.load_profile("house")
    config.pluginmanager.register(Before(), "trials")


@pytest.hookimpl(trylast=True)  # after all who sort
def pytest_collection_modifyitems(items):
    """A long test that begins last is waited for by all; and many wait for what the first one makes."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def trial_of(item):
    mark = item.get_closest_marker("trial")
    if mark and mark.args[0] not in TRIALS:
        raise pytest.UsageError(f"{item.nodeid}: tools/trials.py has no trial “{mark.args[0]}”")
    return mark and mark.args[0]


def by_name(name, roles):
    """One of them, the same each day, whatever other pages come and go."""
    return [roles[crc32(name.encode()) % len(roles)]] if roles else []


def taken(names, *, whole, each=4):
    """All of them, or those looked at daily: one in so many, drawn by their names."""
    return [name for name in names if whole or crc32(name.encode()) % each == 0]


def in_turn(views, whole):
    """Without end: all views of a row each time, or the next one, then the one after it."""
    return cycle([views] if whole else [[view] for view in views])


def some_daily(roles, *, daily, others):
    """As parameters: some roles every day, all the others with that mark, of a trial."""
    return [role if role in daily else pytest.param(role, marks=others) for role in roles]


@pytest.hookimpl(optionalhook=True)  # there is none in a run of one process
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") != "load":  # somebody asked for another
        return None
    config.option.loadscopereorder = False  # our order says what comes first
    return Shared(config, log)


class Shared(LoadScopeScheduling):
    """Each test by itself to whoever is free, but those of a folder together."""

    def _split_scope(self, nodeid):
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)

    def mark_test_complete(self, node, item_index, duration=0):
        """What is done is forgotten: else all of it is counted over again with every test."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]
