"""What staff read through the API, and how much it costs."""

import pytest

from tests import builders
from tests.conftest import NOON

PLACES = ["areas/", "compounds/", "buildings/", "doors/", "people/", "contacts/", "cases/"]


@pytest.fixture
def a_day(lin, east, wang, home):
    builders.log_contact(lin, home, [wang], at=NOON, note="说冷")
    builders.make_case(lin, east, at=NOON)


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_reads_what_lies_in_the_own_grid(program, lin, zhou, a_day, place):
    assert len(program(lin).get(place).json()["items"]) == 1


@pytest.mark.parametrize("place", ["doors/", "people/", "contacts/", "cases/"])
def test_the_neighbour_finds_none_of_it(program, zhou, a_day, place):
    assert program(zhou).get(place).json() == {"items": [], "next": None}


def more_of_everything(lin, east):
    for name in ("一", "二"):
        home = builders.make_door(east, "301")
        person = builders.make_person(home, f"赵{name}")
        builders.log_contact(lin, home, [person], at=NOON)
        builders.make_case(lin, east, at=NOON, words=f"灯坏了{name}")


@pytest.mark.parametrize("place", PLACES)
def test_three_rows_cost_what_one_row_costs(
    program, lin, east, a_day, django_assert_num_queries, place
):
    worker = program(lin)
    worker.get(place)
    # Token and user, the minute's count, posts, and the page; one more for the people of
    # contacts, and for the day's count of pages of people.
    queries = 5 if place in ("contacts/", "people/") else 4
    with django_assert_num_queries(queries):
        assert worker.get(place).status_code == 200
    more_of_everything(lin, east)
    with django_assert_num_queries(queries):
        assert worker.get(place).status_code == 200
