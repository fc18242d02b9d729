"""Read every test file and run none, so that whoever runs them finds all compiled: `-p tests.read_in`.

In a new clone each process of a run would take all assertions apart by itself, at the same time, and
look through all our code for constants that properties are tried with.
"""

import pytest
from hypothesis import find, strategies


class ReadIn(pytest.Module):
    def collect(self):
        assert self.obj  # imported, and with that compiled
        return []


def pytest_pycollect_makemodule(module_path, parent):
    return ReadIn.from_parent(parent, path=module_path)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    find(strategies.integers(), lambda drawn: True)  # whoever draws first has looked, and keeps it
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK
