"""The world of the walk for tests of other folders: built anew each time, of their neighbourhood."""

import pytest

from tests.access.walk import Walk, unlimited
from tests.access.world import settle, sign_in_everybody
from tests.neighbourhood import grid_abroad


@pytest.fixture
def abroad(district):
    """A grid of another street, which nobody of the neighbourhood may see."""
    return grid_abroad(district)


@pytest.fixture
def world(home, east, west, far, abroad, lin, zhou, zhao, chen, qian, bai, gao, ling, ji, an, shen):
    grids = {"own": east, "neighbour": west, "other": far, "elsewhere": abroad}
    staff = (lin, zhou, zhao, chen, qian, bai, gao, ling, ji, an, shen)
    return settle(home, grids, {each.username: each for each in staff})


@pytest.fixture
def walk(world, settings):
    unlimited(settings)
    return Walk(world, sign_in_everybody(world))
