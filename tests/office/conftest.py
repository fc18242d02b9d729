import pytest

from tests import builders
from tests.accounts.conftest import clock

__all__ = ["clock"]


@pytest.fixture
def other_street(district):
    return builders.make_area("township", "150299021", "团结街道", parent=district)
