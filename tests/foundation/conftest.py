import pytest

from foundation.audit import trail
from tests.foundation.rows import NoRoom


@pytest.fixture
def no_record(monkeypatch):
    def full(*args):
        raise NoRoom

    return lambda: monkeypatch.setattr(trail, "_append", full)
