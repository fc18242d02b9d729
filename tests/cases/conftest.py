import pytest

from tests import builders


@pytest.fixture
def staff(north):
    """Works in the community's office: sorts out cases, but receives no confidential ones."""
    return builders.make_staff("staff", "石敏", north, "community_staff")
