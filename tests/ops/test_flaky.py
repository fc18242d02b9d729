"""A browser test that fails is looked at once more, alone; nothing else is."""

import pytest

from tests.ops.house import ROOT

pytestmark = pytest.mark.slow

SETTINGS = """
[pytest]
addopts = -p tests.flaky -p xdist.plugin
markers = browser
"""
TESTS = """
import pytest
from pathlib import Path

def so_often(name):
    journal = Path(__file__).with_name(name)
    with journal.open("a") as lines:
        lines.write("x")
    return len(journal.read_text())

@pytest.mark.browser
def test_shaky():
    assert so_often("shaky") > 1

@pytest.fixture
def watched():
    yield
    assert so_often("watched") > 1

@pytest.mark.browser
def test_shaky_at_its_end(watched):
    pass

@pytest.mark.browser
def test_broken():
    assert so_often("broken") > 5

def test_counted():
    assert so_often("counted") > 1

def test_sound():
    pass
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """`run("shaky")`: the exit code and the last lines; `run.times("shaky")`, how often it ran."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini(SETTINGS)
    pytester.makepyfile(test_of_all_kinds=TESTS)

    def run(names, *options):
        done = pytester.runpytest_subprocess("-k", names, *options)
        return done.ret, done.stdout.lines[-6:]

    run.times = lambda name: len((pytester.path / name).read_text())
    return run


def is_named(lines, name):
    return f"FLAKY test_of_all_kinds.py::{name}" in lines


@pytest.mark.parametrize("processes", ["0", "2"])
def test_one_that_passes_alone_is_named_and_the_run_is_not_green(run, processes):
    code, lines = run("shaky or sound", "-n", processes)

    assert code == 1
    assert is_named(lines, "test_shaky") and is_named(lines, "test_shaky_at_its_end")
    assert "2 flaky" in lines[-1] and "failed" not in lines[-1]
    assert run.times("shaky") == run.times("watched") == 2


def test_it_is_green_where_that_is_allowed_and_named_all_the_same(run):
    code, lines = run("test_shaky or sound", "--allow-flaky")

    assert code == 0
    assert is_named(lines, "test_shaky")


def test_one_that_fails_again_has_failed(run):
    code, lines = run("shaky or broken", "--allow-flaky")

    assert code == 1
    assert not is_named(lines, "test_broken") and "1 failed" in lines[-1]
    assert is_named(lines, "test_shaky")


def test_one_without_a_browser_gets_no_second_look(run):
    """Negative control: it would have passed."""
    code, lines = run("counted or sound", "--allow-flaky")

    assert (code, run.times("counted")) == (1, 1)
    assert "1 failed" in lines[-1] and "flaky" not in lines[-1]
