"""A browser test that fails is run once more, alone, when everything else is over.

If it passes then it is flaky: named in the last lines of the run, which is not green either unless
it was started with --allow-flaky. Any other test that fails has failed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest


def pytest_addoption(parser):
    ours = parser.getgroup("flaky")
    ours.addoption("--allow-flaky", action="store_true", help="flaky browser tests are green")
    ours.addoption("--second-look", metavar="FILE", help="only write down which tests passed")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # whoever sums up, not those who run the tests for it
        config.pluginmanager.register(Looks(config), "looks")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Said where the test is known; whoever sums up gets nothing but this report."""
    report = yield
    report.in_browser = item.get_closest_marker("browser") is not None
    return report


class Looks:
    def __init__(self, config):
        self.config = config
        self.told = config.getoption("second_look")
        self.passed, self.failed, self.in_browser, self.flaky = set(), set(), set(), set()

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.add(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed.add(report.nodeid)
        if getattr(report, "in_browser", False):
            self.in_browser.add(report.nodeid)

    @pytest.hookimpl(trylast=True)  # when the processes of the first run have ended
    def pytest_sessionfinish(self, session, exitstatus):
        if self.told:
            Path(self.told).write_text("\n".join(sorted(self.passed - self.failed)))
        elif exitstatus == pytest.ExitCode.TESTS_FAILED:
            self.flaky = self._pass_alone(sorted(self.failed & self.in_browser))
            if self.config.getoption("allow_flaky") and self.flaky == self.failed:
                session.exitstatus = pytest.ExitCode.OK

    def _pass_alone(self, names):
        if not names:
            return set()
        with tempfile.NamedTemporaryFile("r", prefix="passed-") as told:
            again = ["-q", "-p", "no:cacheprovider", f"--second-look={told.name}", *names]
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *again],
                cwd=self.config.rootpath,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            passed = set(told.read().split("\n")) & set(names)
        if passed != set(names):
            sys.stderr.write(done.stdout.decode(errors="replace"))
        return passed

    def pytest_terminal_summary(self, terminalreporter):
        """After what was wrong with them has been shown; they are not listed among the failed."""
        if not self.flaky:
            return
        for kind in ("failed", "error"):
            reports = terminalreporter.stats.get(kind, [])
            kept = [report for report in reports if report.nodeid not in self.flaky]
            terminalreporter.stats.pop(kind, None)
            if kept:
                terminalreporter.stats[kind] = kept
        terminalreporter.stats["flaky"] = [Named(name) for name in sorted(self.flaky)]
        terminalreporter.section("failed, and passed when run again alone", yellow=True)
        for name in sorted(self.flaky):
            terminalreporter.write_line(f"FLAKY {name}", yellow=True)


class Named:
    """What the summary counts."""

    count_towards_summary = True

    def __init__(self, nodeid):
        self.nodeid = nodeid
