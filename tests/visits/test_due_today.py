"""Who is due, in walking order, pressing first."""

from datetime import timedelta

import pytest

from residents import care
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

    way = due.way_of(builders.reader_of(lin))

    assert names(way.first) == ["三楼逾期", "高层重点"]
    assert names(way.then) == ["一楼"]
    assert (way.people, way.overdue) == (3, 1)


def test_by_lateness_the_one_who_waits_longest_comes_first_whatever_the_way(lin, east):
    building = builders.make_building(east)
    low, mid, top = (builders.make_door(east, d, building=building) for d in ("101", "302", "502"))
    due_person(low, "今天", "living_alone_80", TODAY)
    due_person(mid, "晚一天", "low_income", TODAY - timedelta(days=1))
    due_person(top, "晚九天", "low_income", TODAY - timedelta(days=9))

    way = due.way_of(builders.reader_of(lin), by_lateness=True)

    assert names(way.first) == ["晚九天", "晚一天", "今天"]
    assert way.then == []


def test_the_page_says_its_order_and_leads_to_the_other_one_in_the_same_grid(
    client, lin, east, home, today_is
):
    due_person(home, "晚了", "low_income", TODAY - timedelta(days=1))
    client.force_login(lin)

    page = client.get(f"/today/?grid={east.pk}").content.decode()
    other = client.get(f"/today/?grid={east.pk}&order=late").content.decode()

    assert "按走的顺序<" in page and f'href="/today/?grid={east.pk}&amp;order=late"' in page
    assert "晚得最久的在前<" in other and f'href="/today/?grid={east.pk}"' in other


def test_the_list_says_how_often_and_not_which_tier(client, lin, home, today_is):
    due_person(home, "老王", "low_income", TODAY)
    client.force_login(lin)

    page = client.get("/today/").content.decode()

    assert "每季联系" in page and "一般关注" not in page
    assert '<span class="badge is-due">今天</span>' in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(7, "每周联系"), (30, "每月联系"), (90, "每季联系"), (5, "每 5 天联系"), (None, "")],
)
def test_a_rhythm_in_words(days, words):
    assert care.rhythm(days) == words


def test_one_door_is_one_stop(lin, home):
    due_person(home, "老王", "low_income", TODAY)
    due_person(home, "老李", "low_income", TODAY)

    assert [len(stop.people) for stop in due.way_of(builders.reader_of(lin)).then] == [2]


def test_who_is_due_tomorrow_moved_or_next_door_is_not_on_the_list(lin, zhou, east, west, home):
    due_person(home, "明天", "low_income", TODAY + timedelta(days=1))
    moved = due_person(builders.make_door(east, "102"), "搬走", "low_income", TODAY)
    Person.objects.filter(pk=moved.pk).update(status="moved")
    due_person(builders.make_door(west, "103"), "隔壁网格", "low_income", TODAY)

    assert names(due.way_of(builders.reader_of(lin)).then) == []
    assert names(due.way_of(builders.reader_of(zhou)).then) == ["隔壁网格"]


def test_the_list_costs_the_same_for_one_and_for_three(
    client, lin, east, django_assert_num_queries
):
    def look():
        return client.get("/today/")

    client.force_login(lin)
    for n in range(3):
        due_person(builders.make_door(east, f"{n + 1}01"), f"住户{n}", "low_income", TODAY)
        look()  # session writes settle
        client.get("/today/?order=late")  # which is kept
        with django_assert_num_queries(11):
            assert look().status_code == 200
        with django_assert_num_queries(11):
            assert client.get("/today/?order=late").status_code == 200


def test_a_list_that_is_longer_than_a_day_says_so(client, lin, east, monkeypatch):
    monkeypatch.setattr(due, "MOST_PEOPLE", 2)
    client.force_login(lin)
    for n in range(2):
        due_person(builders.make_door(east, f"{n + 1}01"), f"住户{n}", "low_income", TODAY)
    assert "先走最要紧的" not in client.get("/today/").content.decode()

    due_person(builders.make_door(east, "301"), "住户3", "low_income", TODAY)
    page = client.get("/today/").content.decode()

    assert "先走最要紧的 2 位" in page
    assert "住户3" not in page
