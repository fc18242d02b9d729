"""Communities side by side, for the street: what is late where, in the order of the tree."""

import re
from datetime import timedelta

from django.utils import timezone

from cases import comparison
from residents.models import Person
from tests import builders


def test_each_community_with_its_doors_its_people_and_its_cases(
    lin, chen, zhao, bai, home, wang, li, east, far, now
):
    builders.tag(wang)
    builders.tag(li)
    Person.objects.filter(pk=wang.pk).update(next_due_on=now.date() - timedelta(days=9))
    Person.objects.filter(pk=li.pk).update(next_due_on=now.date() + timedelta(days=9))
    old = builders.make_case(lin, east, at=now - timedelta(days=40))
    builders.make_case(lin, east, at=now)
    builders.bring(
        builders.make_case(lin, east, at=now - timedelta(days=60)),
        "closed",
        desk=chen,
        worker=lin,
        at=now,
    )
    builders.make_door(far)

    north, south = comparison.rows(builders.reader_of(bai, timezone.localdate(now)), now=now)

    assert (north.area.name, south.area.name) == ("北苑社区", "南苑社区")
    assert (north.late_doors, north.in_time) == (1, 50)
    assert (north.open, north.late, north.oldest) == (2, 1, old)
    assert (south.late_doors, south.in_time, south.open, south.oldest) == (0, None, 0, None)


def test_a_confidential_case_is_not_counted_for_the_street(bai, chen, from_phone, now):
    from_phone(confidential=True, words="不能说的事")

    assert [
        row.open
        for row in comparison.rows(builders.reader_of(bai, timezone.localdate(now)), now=now)
    ] == [0]
    assert [
        row.open
        for row in comparison.rows(builders.reader_of(chen, timezone.localdate(now)), now=now)
    ] == [1]


def test_the_field_of_a_street_fetches_the_table_and_a_communitys_does_not(
    as_user, bai, chen, east, far
):
    client = as_user(bai)
    table = client.get("/desk/communities/", headers={"HX-Request": "true"}).content.decode()

    assert 'hx-get="/desk/communities/"' in client.get("/field/").content.decode()
    assert "<h1" not in table and table.strip() in client.get("/desk/communities/").content.decode()
    assert re.findall(r"(..)社区</a>", table) == ["北苑", "南苑"]
    assert "/desk/communities/" not in as_user(chen).get("/field/").content.decode()


def test_a_number_leads_to_the_cases_of_that_community_alone(
    as_user, lin, zhao, bai, east, far, now
):
    for words, by, grid, days in (
        ("北苑晚了的事", lin, east, 40),
        ("北苑新来的事", lin, east, 0),
        ("南苑的事", zhao, far, 40),
    ):
        builders.make_case(by, grid, words=words, at=now - timedelta(days=days))
    client = as_user(bai)
    north, south = east.parent.code, far.parent.code
    table = client.get("/desk/communities/").content.decode()
    assert f'href="/desk/?of={north}">2<' in table
    assert f'href="/desk/?tab=late&amp;of={south}">1<' in table

    late = client.get(f"/desk/?tab=late&of={north}").content.decode()

    assert "北苑晚了的事" in late and "南苑的事" not in late and "北苑新来的事" not in late
    assert "1 件已过期" in late
    assert f"?tab=accepted&amp;of={north}" in late  # the other tabs stay there


def test_whose_cases_one_does_not_sort_out_is_no_place(as_user, is_missing, chen, east, far):
    client = as_user(chen)
    assert client.get(f"/desk/?of={east.parent.code}").status_code == 200
    for code in (far.parent.code, east.code, "nothing"):
        assert client.get(f"/desk/?of={code}").status_code == 404


def test_beside_the_desk_the_street_sees_communities_and_a_secretary_her_plots(
    as_user, bai, chen, east, far
):
    aside = {who: as_user(who).get("/desk/overview/").content.decode() for who in (bai, chen)}

    assert ("各社区" in aside[bai], "我们的田" in aside[bai]) == (True, False)
    assert ("各社区" in aside[chen], "我们的田" in aside[chen]) == (False, True)


def test_three_communities_cost_what_one_costs(
    as_user, bai, lin, street, east, now, django_assert_num_queries
):
    client, grid = as_user(bai), east
    for n in range(3):
        builders.make_case(lin, grid, at=now, words=f"第{n}件")
        with django_assert_num_queries(8):  # areas, doors, people, cases, oldest, and who asks 3
            page = client.get("/desk/communities/").content.decode()
        assert page.count("社区</a>") == page.count("件</a>") == n + 1
        community = builders.make_area("community", f"15029902020{n}", f"第{n}社区", parent=street)
        grid = builders.make_area("grid", f"{community.code}001", f"第{n}网格", parent=community)
