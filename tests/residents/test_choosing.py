"""Wherever somebody is looked for, the same words find the same people."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from residents.search import finders
from tests import builders
from tests.conftest import NOON

COUNTER, DEED = reverse("cases:new"), reverse("morality_bank:take-in")
WORDS = ["王", "王秀兰", "秀兰", "wang", "Wang Xiu", "wxl", "138 0000 0001"]
WITH_MORE = [
    "王 501",
    "王 3-2-501",
    "3-2-501 王",
    "秀兰 3号楼",
    "三号楼2单元501 王秀兰",
    "wxl 501",
    "wang 3-501",
    "Wang Xiu-lan 3-2-501",
    "王　13800000001",
]


@pytest.fixture
def home(east):
    """Behind 3-2-501, where Wang and Li live."""
    building = builders.make_building(east, 3)
    return builders.make_door(east, "501", building=building, stairwell=2)


@pytest.fixture
def namesakes(wang, li, east, west, far):
    """Somebody else called Wang at another door of the house, one in the next grid, one far off."""
    for grid, door in ((east, "502"), (west, "501"), (far, "501")):
        building = wang.home.building if grid == east else builders.make_building(grid)
        there = builders.make_door(grid, door, building=building, stairwell=2)
        builders.make_person(there, "王秀英")


def in_the_box(client, user, text):
    client.force_login(user)
    groups = client.post(reverse("search:find"), {"words": text}).context["groups"]
    return [row.title for group in groups if group.title == "居民" for row in group.rows]


def at_the_counter(client, user, text):
    client.force_login(user)
    found = client.post(COUNTER, {"look": "1", "find": text}).context["found"]
    return [person.name for person in found.people]


def for_a_deed(client, user, text):
    client.force_login(user)
    return [person.name for person in client.post(DEED, {"q": text}).context["found"].people]


PAGES = {"box": in_the_box, "counter": at_the_counter, "deed": for_a_deed}


def found(page, client, user, texts):
    """{text: the names that come back}."""
    return {text: PAGES[page](client, user, text) for text in texts}


@pytest.mark.parametrize("page", PAGES)
def test_she_is_found_on_every_page(page, client, chen, wang, li):
    texts = [*WORDS, *WITH_MORE]

    assert found(page, client, chen, texts) == dict.fromkeys(texts, ["王秀兰"])


@pytest.mark.parametrize("page", ["box", "deed"])
def test_a_door_tells_her_from_her_namesakes(page, client, lin, wang, namesakes):
    texts = [text for text in WITH_MORE if "501" in text]

    assert PAGES[page](client, lin, "王") == ["王秀兰", "王秀英"]
    assert found(page, client, lin, texts) == dict.fromkeys(texts, ["王秀兰"])


@pytest.mark.parametrize("page", PAGES)
def test_both_have_to_be_right(page, client, chen, wang, li):
    texts = ["王 3-2-503", "王 4-2-501", "李 13800000001", "wxl 2号楼"]

    assert found(page, client, chen, texts) == dict.fromkeys(texts, [])


@pytest.mark.parametrize("page", PAGES)
def test_nobody_of_another_community_is_found(page, client, qian, wang, namesakes):
    assert PAGES[page](client, qian, "王") == ["王秀英"]
    assert PAGES[page](client, qian, "wxl 3-2-501") == []


def test_in_a_street_of_many_a_surname_and_a_door_are_enough(home, wang, district, monkeypatch):
    """A mere surname shows a few of each street; beside a door it leaves nobody out."""
    monkeypatch.setattr("residents.search.people.SURNAMES_OF_A_STREET", 1)
    street = builders.make_area("township", "150299021", "远方街道", parent=district)
    community = builders.make_area("community", "150299021100", "远方社区", parent=street)
    builders.make_area("grid", "150299021100001", "远方第一网格", parent=community)
    du = builders.make_staff("du", "杜区", district, "street_staff")
    there = builders.make_door(home.grid, "503", building=home.building, stairwell=2)
    builders.make_person(there, "王小田")

    for text, name in (("王 3-2-503", "王小田"), ("王 3-2-501", "王秀兰")):
        groups = finders.find(text=text, to=builders.reader_of(du), at=NOON)
        assert [row.title for group in groups for row in group.rows if row.avatar] == [name]


@pytest.mark.parametrize("page", ["counter", "deed"])
def test_a_door_alone_offers_who_lives_there(page, client, chen, wang, li):
    assert PAGES[page](client, chen, "3-2-501") == ["李建国", "王秀兰"]
    assert PAGES[page](client, chen, "501") == []  # a secretary has to say the building


def test_both_pages_say_when_there_are_more_and_what_to_try(client, chen, home):
    client.force_login(chen)
    for number in range(9):
        builders.make_person(home, f"王小{number}")

    for url, name in ((COUNTER, "find"), (DEED, "q")):
        page = client.post(url, {"look": "1", name: "王"}).text
        assert page.count("王小") == 8 and "还有更多，请再多写一个字。" in page
        assert "号码要写全才找得到" in client.post(url, {"look": "1", name: "1380000"}).text


def test_at_the_counter_what_is_found_is_a_fragment_of_the_page(client, chen, wang, li):
    client.force_login(chen)
    typed = {"look": "1", "find": "wxl", "reporter": li.uid}

    part = client.post(COUNTER, typed, headers={"HX-Request": "true"}).text

    assert part.strip() in client.post(COUNTER, typed).text
    assert "<form" not in part
    # Who was chosen before stays chosen.
    assert f'value="{li.uid}"' in part and part.count("checked") == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("text", ["王", "wang", "王 3-2-501"])
def test_looking_takes_two_queries(client, chen, home, rows, text, django_assert_num_queries):
    for _ in range(rows):
        builders.make_person(home, "王小田")
    client.force_login(chen)

    for url, name, others in ((COUNTER, "find", 6), (DEED, "q", 3)):
        with django_assert_num_queries(others + 2):  # the streets, the people
            assert client.post(url, {"look": "1", name: text}).text.count("王小田") == rows


def test_what_is_looked_for_stands_in_no_address(client, chen, wang):
    client.force_login(chen)

    for url, name in ((COUNTER, "find"), (DEED, "q")):
        assert "王秀兰" not in client.get(f"{url}?{urlencode({name: '王秀兰'})}").text
