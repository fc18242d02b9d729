"""Which tests run when: the long trials by name only, the slow ones first, houses in one process.

`--trial NAME` runs one trial of tools/trials.py; without it none of their tests runs. What is slow
is marked so, or needs something that is: `-m "not slow"` is the loop of whoever is writing.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

from tools.trials import TRIALS

SLOW = {"chromium", "house", "houses", "queue", "demo_street", "live_server", "busy_world"}
"""Fixtures that take seconds by themselves."""
TOGETHER = ("tests/browser/", "tests/demo/street/", "tests/face/test_measures.py")
"""Folders whose tests share something expensive, which one process makes once."""


def pytest_addoption(parser):
    parser.addoption("--trial", metavar="NAME", choices=list(TRIALS), help="run this long trial")


class Before:
    @pytest.hookimpl(tryfirst=True)  # before -m looks
    def pytest_collection_modifyitems(self, config, items):
        wanted = config.getoption("trial")
        left_out = [item for item in items if trial_of(item) != wanted]
        items[:] = [item for item in items if trial_of(item) == wanted]
        for item in items:
            if SLOW & set(item.fixturenames):
                item.add_marker("slow")
        if left_out:
            config.hook.pytest_deselected(items=left_out)


def pytest_configure(config):
    config.pluginmanager.register(Before(), "trials")


@pytest.hookimpl(trylast=True)  # after all who sort
def pytest_collection_modifyitems(items):
    """A long test that begins last is waited for by all."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def trial_of(item):
    mark = item.get_closest_marker("trial")
    if mark and mark.args[0] not in TRIALS:
        raise pytest.UsageError(f"{item.nodeid}: tools/trials.py has no trial “{mark.args[0]}”")
    return mark and mark.args[0]


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
