"""The field: how doors stand, for whom, and what a page of it costs."""

import gzip
import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from residents.models import Dwelling, Person
from tests import builders
from tests.conftest import TODAY
from visits.field import plots
from visits.field.drawing import Cell
from visits.field.states import door_in_words, in_words


def at_noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def door(east):
    """`door("501", heard=3, due=-2)`: days since the last contact, days until the next one."""
    building = builders.make_building(east, number=3)

    def door(name, *, heard=None, due=None, lived_in=True, no_entry=False):
        home = builders.make_door(east, name, building=building)
        if heard is not None:
            home.last_contact_at = at_noon(TODAY - timedelta(days=heard))
        home.no_entry_since = TODAY if no_entry else None
        home.save()
        if lived_in:
            person = builders.make_person(home, f"住户{name}")
            if due is not None:
                person.tier, person.next_due_on = "general", TODAY + timedelta(days=due)
                person.save()
        return home

    return door


def state_of(home, user):
    return (
        plots.doors(builders.reader_of(user), within={"grid": home.grid_id}).get(pk=home.pk).state
    )


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"heard": 40, "due": -1}, "overdue"),
        ({"heard": 40, "due": 0}, "due"),
        ({"heard": 4, "due": 3}, "soon"),
        ({"heard": 4, "due": 4}, "fresh"),
        ({"heard": 90}, "fresh"),
        ({"heard": 91}, "soon"),
        ({}, "never"),
        ({"heard": 3, "lived_in": False}, "vacant"),
        ({"heard": 3, "no_entry": True}, "closed"),
        ({"heard": 40, "due": 0, "no_entry": True}, "due"),
    ],
)
def test_a_door_has_the_state_that_presses_most(door, lin, facts, state):
    assert state_of(door("501", **facts), lin) == state


def test_who_moved_away_or_lives_next_door_does_not_count(door, lin, west):
    home = door("501", heard=3, due=-5)
    Person.objects.update(status="moved")
    builders.make_person(builders.make_door(west, "501"), "隔壁")

    assert state_of(home, lin) == "vacant"


def test_whoever_sees_doors_but_no_people_sees_no_empty_and_no_due_door(door, east):
    helper = builders.make_staff("helper", "何助", east, "campaign_helper")
    due, empty = door("501", heard=40, due=-1), door("502", heard=3, lived_in=False)

    assert [state_of(home, helper) for home in (due, empty)] == ["fresh", "fresh"]


def test_one_day_in_words(lin):
    words = {"last": TODAY - timedelta(days=39), "closed": False, "on": TODAY}

    assert door_in_words("due", due=TODAY, **words) == "39 天没联系，今天该去"
    assert (
        door_in_words("overdue", due=TODAY - timedelta(days=9), **words) == "39 天没联系，晚了 9 天"
    )
    assert door_in_words("fresh", due=None, **words | {"closed": True}) == "39 天前联系过，请别进屋"


def test_the_sum_names_what_presses():
    counts = {"overdue": 3, "due": 5, "fresh": 1200}

    assert in_words(counts) == "1,208 户：3 户晚了，5 户今天该去"
    assert in_words({"fresh": 1}) == "1 户，都按时联系了"
    assert in_words({"fresh": 1, "never": 24}) == "25 户：24 户还没联系过"


def test_the_sums_of_a_street_are_the_doors_of_its_grids(door, bai, lin, zhao, far):
    door("501", due=0)
    door("502", heard=2)
    builders.make_door(far, "101")
    sums = plots.sums(builders.reader_of(bai))

    assert {grid: dict(counts) for grid, counts in sums.items()} == {
        lin.postings.get().area_id: {"due": 1, "fresh": 1},
        far.pk: {"vacant": 1},
    }


def test_neighbours_are_told_apart_by_what_differs():
    assert plots.short_names(["火炬路第一网格", "火炬路第十二网格"]) == ["一", "十二"]
    assert plots.short_names(["东片", "西片", "东片二"]) == ["东片", "西片", "东片二"]
    assert plots.short_names(["只此一家"]) == ["只此一家"]


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["火炬路第一网格", "火炬路第十二网格"], ["第一网格", "第十二网格"]),
        (["火炬路12网格", "火炬路14网格"], ["12网格", "14网格"]),
        (["东片", "西片"], ["东片", "西片"]),
        (["东片", "东片二"], ["东片", "东片二"]),
        (["火炬路第一网格"], ["火炬路第一网格"]),
    ],
)
def test_tabs_leave_out_how_all_names_begin(names, labels):
    assert plots.without_shared_start(names) == labels


def test_a_building_says_what_is_late_and_what_is_due_each_with_its_number():
    def marks(*states):
        cells = [Cell(1, floor, "", state) for floor, state in enumerate(states)]
        return plots.Facade(None, cells).pressing

    assert marks("due", "overdue", "fresh", "due") == [("overdue", 1), ("due", 2)]
    assert marks("overdue", "fresh") == [("overdue", 1)]
    assert marks("fresh", "soon") == []


def test_a_legend_of_a_sum_leaves_out_what_there_is_none_of():
    assert [one["state"] for one in plots.legend({"fresh": 3, "overdue": 1, "due": 0})] == [
        "fresh",
        "overdue",
    ]
    assert len(plots.legend()) == 7


# The pages.


def test_every_cell_of_a_grid_leads_to_its_door_and_says_so(client, door, lin, east, today_is):
    home = door("501", heard=39, due=-9)
    client.force_login(lin)
    page = client.get(f"/field/{east.code}/").text

    assert (
        f'<a href="/today/door/{home.pk}/"><title>3号楼 1单元 501，39 天没联系，晚了 9 天<' in page
    )


def test_a_worker_of_one_grid_arrives_in_it_and_of_two_sees_both(client, door, lin, east, west):
    door("501")
    client.force_login(lin)
    assert "<h1>北苑第一网格</h1>" in client.get("/field/").text

    builders.make_post(lin, west, "grid_worker", from_on=TODAY)
    page = client.get("/field/").text
    assert "<h1>我的田</h1>" in page
    assert [grid.code in page for grid in (east, west)] == [True, True]


def test_the_secretary_sees_grids_and_the_street_office_communities(client, door, chen, bai, far):
    door("501")
    for user, heading in ((chen, "北苑社区"), (bai, "和平街道")):
        client.force_login(user)
        page = client.get("/field/").text
        assert f"<h1>{heading}</h1>" in page
    assert "南苑社区" in page


def test_what_lies_outside_is_as_if_it_were_not_there(client, lin, west, north):
    client.force_login(lin)
    answers = [client.get(f"/field/{code}/") for code in (west.code, north.code, "999")]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({re.sub("nonce.*?>|value=.*?>", "", answer.text) for answer in answers}) == 1


# session, user, posts, places, doors, and three figures
PAGES = {"/field/": {"lin": 9, "chen": 9, "bai": 9}, "/today/": {"lin": 8}}


@pytest.mark.parametrize("who", ["lin", "chen", "bai"])
def test_three_buildings_cost_as_many_queries_as_one(
    client, request, who, east, django_assert_num_queries
):
    client.force_login(request.getfixturevalue(who))
    for _ in range(3):
        building = builders.make_building(east)
        for name in ("101", "102", "201"):
            builders.make_person(builders.make_door(east, name, building=building), "住户")
        client.get("/field/")  # session writes settle
        for url, costs in PAGES.items():
            if who in costs:
                with django_assert_num_queries(costs[who]):
                    assert client.get(url).status_code == 200


def test_a_street_of_a_hundred_grids_stays_light(client, bai, street):
    for c in range(5):
        community = builders.make_area("community", f"15029902020{c}", f"第{c}社区", parent=street)
        for g in range(20):
            grid = builders.make_area(
                "grid", f"{community.code}{g:03}", f"第{c}社区第{g}网格", parent=community
            )
            doors = [builders.make_door(grid, f"{n}01") for n in range(1, 3)]
            if g % 3:
                builders.make_person(doors[0], "住户")
                Dwelling.objects.filter(pk=doors[0].pk).update(last_contact_at=at_noon(TODAY))
    client.force_login(bai)
    page = client.get("/field/").text
    field_only = page[page.index('<svg class="field-marks"') : page.index("</main>")]

    assert page.count('class="plot"') == 100
    assert len(gzip.compress(field_only.encode())) <= 8 * 1024
