"""Who is due, in walking order, pressing first."""

from datetime import timedelta

from residents.models import Person
from tests import builders
from tests.conftest import TODAY
from visits import due


def due_person(door, name, kind, on):
    person = builders.make_person(door, name)
    builders.tag(person, kind)
    Person.objects.filter(pk=person.pk).update(next_due_on=on)
    return person


def names(stops):
    return [person.name for stop in stops for person in stop.people]


def test_high_tier_and_overdue_come_first_each_in_walking_order(lin, east):
    building = builders.make_building(east)
    low, mid, top = (builders.make_door(east, d, building=building) for d in ("101", "302", "502"))
    due_person(top, "高层重点", "living_alone_80", TODAY)
    due_person(low, "一楼", "low_income", TODAY)
    due_person(mid, "三楼逾期", "low_income", TODAY - timedelta(days=1))

    way = due.way_of(lin, on=TODAY)

    assert names(way.first) == ["三楼逾期", "高层重点"]
    assert names(way.then) == ["一楼"]
    assert (way.people, way.overdue) == (3, 1)


def test_one_door_is_one_stop(lin, home):
    due_person(home, "老王", "low_income", TODAY)
    due_person(home, "老李", "low_income", TODAY)

    assert [len(stop.people) for stop in due.way_of(lin, on=TODAY).then] == [2]


def test_who_is_due_tomorrow_moved_or_next_door_is_not_on_the_list(lin, zhou, east, west, home):
    due_person(home, "明天", "low_income", TODAY + timedelta(days=1))
    moved = due_person(builders.make_door(east, "102"), "搬走", "low_income", TODAY)
    Person.objects.filter(pk=moved.pk).update(status="moved")
    due_person(builders.make_door(west, "103"), "隔壁网格", "low_income", TODAY)

    assert names(due.way_of(lin, on=TODAY).then) == []
    assert names(due.way_of(zhou, on=TODAY).then) == ["隔壁网格"]


def test_the_list_costs_the_same_for_one_and_for_three(
    client, lin, east, django_assert_num_queries
):
    def look():
        return client.get("/today/")

    client.force_login(lin)
    for n in range(3):
        due_person(builders.make_door(east, f"{n + 1}01"), f"住户{n}", "low_income", TODAY)
        look()  # session writes settle
        with django_assert_num_queries(7):
            assert look().status_code == 200
