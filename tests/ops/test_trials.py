"""The long trials: each has tests, none is run by the way, and what was measured is kept."""

import re

import pytest

from tests.ops.house import ROOT
from tests.pace import PROPERTIES, QUICK
from tools import trials

pytestmark = pytest.mark.slow
TESTS = ROOT / "tests"
SOURCES = sorted(TESTS.rglob("*.py"))


@pytest.fixture
def kept(monkeypatch, tmp_path):
    monkeypatch.setattr(trials, "FIGURES", tmp_path / "trials.json")


def files_with_tests(path):
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def test_every_trial_has_its_files_and_they_have_its_mark():
    for name, trial in trials.TRIALS.items():
        for file in trial.files:
            sources = [path.read_text() for path in files_with_tests(ROOT / file)]
            marks = ("mark.trial(", *(["@given("] if name == PROPERTIES else []))
            assert any(mark in source for source in sources for mark in marks), (name, file)


def test_every_property_is_in_the_trial_of_them():
    files = {str(path.relative_to(ROOT)) for path in SOURCES if "\n@given(" in path.read_text()}

    assert files - set(trials.TRIALS[PROPERTIES].files) == set()


def test_every_file_of_the_working_loop_is_there():
    for folder, names in QUICK.items():
        assert [name for name in names if not (TESTS / folder / f"test_{name}.py").exists()] == []


def test_no_mark_is_of_a_file_its_trial_does_not_run():
    for path in SOURCES:
        for name in re.findall(r'mark\.trial\("([\w-]+)"\)', path.read_text()):
            files = [ROOT / file for file in trials.TRIALS[name].files]
            assert any(path in files_with_tests(file) for file in files)


def test_none_takes_longer_than_one_waits():
    measured = trials.figures()

    assert set(measured) <= set(trials.TRIALS)
    assert [name for name, figure in measured.items() if figure["minutes"] > trials.LONGEST] == []


def test_a_figure_is_written_down_and_told(kept):
    trials.note("power", seconds=90, green=True)
    trials.note("ledger", seconds=30, green=False)

    [power] = [line for line in trials.table().splitlines() if line.strip().startswith("power")]
    [ledger] = [line for line in trials.table().splitlines() if line.strip().startswith("ledger")]
    assert "1.5 min" in power and "not green" not in power
    assert "0.5 min" in ledger and "not green" in ledger
    assert trials.table().count("not yet") == len(trials.TRIALS) - 2


MARKED = """
import hypothesis
import hypothesis.strategies
import pytest

NAME = "power"

@pytest.mark.trial(NAME)
def test_long():
    pass

@pytest.mark.slow
def test_slow():
    pass

def test_short():
    pass

@hypothesis.given(hypothesis.strategies.none())
def test_property(nothing):
    pass
"""


@pytest.fixture
def names_of(pytester, monkeypatch):
    """`names_of("--trial", "power")`: which tests of a file are run, in their order."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\naddopts = -p tests.pace\nmarkers =\n  slow\n  quick\n  trial(name)")
    pytester.makepyfile(test_marked=MARKED)

    def names_of(*options):
        done = pytester.runpytest_subprocess("-v", *options)
        return re.findall(r"::(test_\w+) PASSED", done.stdout.str())

    return names_of


def test_a_trial_is_run_by_its_name_and_never_by_the_way(names_of):
    assert names_of("--trial", "power") == ["test_long"]
    assert names_of() == ["test_slow", "test_short", "test_property"]  # and the slow one begins
    assert names_of("-m", "quick") == ["test_short", "test_property"]
    assert names_of("--trial", "properties") == ["test_property"]


def test_a_mark_nobody_knows_is_noticed(pytester, names_of):
    pytester.makepyfile(test_marked=MARKED.replace("power", "misspelt"))

    assert names_of() == []
