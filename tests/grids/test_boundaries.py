"""A building moves to another grid, and everything moves with it."""

import pytest

from grids import boundaries
from residents.models import Dwelling, Person, Residency
from tests import builders
from tests.conftest import NOON, TODAY
from visits.models import Visit


def test_the_new_worker_sees_everything_and_the_old_one_nothing(lin, zhou, home, wang, west):
    builders.log_contact(lin, home, [wang], at=NOON)

    boundaries.move_building(building=home.building, to=west)

    for model in (Dwelling, Person, Residency, Visit):
        assert not model.objects.visible_to(lin, on=TODAY).exists(), model
        assert model.objects.visible_to(zhou, on=TODAY).count() == 1, model


def test_another_community_takes_over_with_its_secretary(chen, qian, home, wang, far):
    boundaries.move_building(building=home.building, to=far)

    assert not Person.objects.visible_to(chen, on=TODAY).exists()
    assert list(Person.objects.visible_to(qian, on=TODAY)) == [wang]


def test_the_building_next_door_stays(lin, east, home, wang, west):
    other = builders.make_person(builders.make_door(east, "101"), "邻居")

    boundaries.move_building(building=home.building, to=west)

    assert list(Person.objects.visible_to(lin, on=TODAY)) == [other]


def test_moving_twice_changes_nothing_more(home, wang, west):
    assert boundaries.move_building(building=home.building, to=west) > 0
    assert boundaries.move_building(building=home.building, to=west) == 0


def test_a_building_moves_into_a_grid_and_nothing_else(home, north):
    with pytest.raises(ValueError, match="not a grid"):
        boundaries.move_building(building=home.building, to=north)


def test_a_community_hangs_under_a_street_and_under_nothing_else(north, east, street, district):
    for area, parent in ((north, district), (street, north), (east, street), (north, east)):
        with pytest.raises(ValueError, match="cannot hang under"):
            boundaries.hang_under(area=area, parent=parent)
