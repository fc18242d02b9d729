"""A building moves to another grid, and everything moves with it."""

import pytest

from grids import boundaries
from residents.models import Dwelling, Person, Residency
from tests import builders
from tests.conftest import NOON
from visits.models import Visit


def test_the_new_worker_sees_everything_and_the_old_one_nothing(lin, zhou, home, wang, west):
    builders.log_contact(lin, home, [wang], at=NOON)

    boundaries.move_building(building=home.building, to=west, by=None, at=NOON)

    for model in (Dwelling, Person, Residency, Visit):
        assert not model.objects.visible_to(builders.reader_of(lin)).exists(), model
        assert model.objects.visible_to(builders.reader_of(zhou)).count() == 1, model


def test_another_community_takes_over_with_its_secretary(chen, qian, home, wang, far):
    boundaries.move_building(building=home.building, to=far, by=None, at=NOON)

    assert not Person.objects.visible_to(builders.reader_of(chen)).exists()
    assert list(Person.objects.visible_to(builders.reader_of(qian))) == [wang]


def test_the_building_next_door_stays(lin, east, home, wang, west):
    other = builders.make_person(builders.make_door(east, "101"), "邻居")

    boundaries.move_building(building=home.building, to=west, by=None, at=NOON)

    assert list(Person.objects.visible_to(builders.reader_of(lin))) == [other]


def test_moving_twice_changes_nothing_more(home, wang, west):
    assert boundaries.move_building(building=home.building, to=west, by=None, at=NOON) > 0
    assert boundaries.move_building(building=home.building, to=west, by=None, at=NOON) == 0


def test_a_building_moves_into_a_grid_and_nothing_else(home, north):
    with pytest.raises(ValueError, match="not a grid"):
        boundaries.move_building(building=home.building, to=north, by=None, at=NOON)


def test_a_community_hangs_under_a_street_and_under_nothing_else(north, east, street, district):
    for area, parent in ((north, district), (street, north), (east, street), (north, east)):
        with pytest.raises(ValueError, match="cannot hang under"):
            boundaries.hang_under(area=area, parent=parent, by=None, at=NOON)


def test_a_corrected_number_keeps_the_walking_order(east):
    """Building 12 was really 2: its doors come before those of building 3."""
    first, second = (builders.make_building(east, number) for number in (903, 912))
    for building in (first, second):
        builders.make_door(east, "101", building=building)

    boundaries.renumber(building=second, number=902, by=None, at=NOON)

    walked = Dwelling.objects.in_walking_order().values_list("building__number", flat=True)
    assert list(walked) == [902, 903]
