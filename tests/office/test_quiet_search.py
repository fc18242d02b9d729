"""What the street office searches for stands in no address."""

import pytest

from tests import builders

PEOPLE, FINDER = "/admin/residents/person/", "/admin/autocomplete/"
POSTED = {"app_label": "residents", "model_name": "caretag", "field_name": "person", "term": "王秀"}


@pytest.fixture
def office(client, bai, wang, li, far):
    builders.make_person(builders.make_door(far), "吴远")
    client.force_login(bai)
    return client


def names(answer):
    return [person.name for person in answer.context["cl"].result_list]


def test_a_search_is_posted_and_its_address_tells_nothing(office):
    answer = office.post(PEOPLE, {"q": "王秀"})
    found = office.get(answer["Location"])

    assert answer["Location"].startswith(f"{PEOPLE}?q=~") or "q=%7E" in answer["Location"]
    assert "王秀" not in answer["Location"] and "%E7%8E%8B" not in answer["Location"]
    assert names(found) == ["王秀兰"]
    assert 'value="王秀"' in found.content.decode()


def test_no_link_of_the_list_it_leads_to_tells_it_either(office):
    page = office.post(PEOPLE, {"q": "王秀"}, follow=True).content.decode()

    assert page.count("王秀") == page.count("王秀兰") + 1  # and once in the search box itself
    assert "%E7%8E%8B" not in page


def test_filters_stay_and_an_empty_search_shows_all_again(office):
    first = office.post(f"{PEOPLE}?status__exact=here", {"q": "王秀"})
    assert "status__exact=here" in first["Location"]

    again = office.post(first["Location"], {"q": " "})
    assert again["Location"] == f"{PEOPLE}?status__exact=here"
    assert len(names(office.get(again["Location"]))) == 3


@pytest.mark.parametrize("words", ["~", "~sm4.k1.AAAA.BBBB", "~不是"])
def test_words_that_are_not_ours_search_for_nothing(office, words):
    assert len(names(office.get(PEOPLE, {"q": words}))) == 3


def test_an_address_typed_by_hand_still_searches(office):
    assert names(office.get(PEOPLE, {"q": "李"})) == ["李建国"]


def test_a_number_in_full_width_finds_one_that_is_not(office, home):
    number = str(home.building.number)
    wide = number.translate({ord(each): ord(each) + 0xFEE0 for each in number})
    found = [
        office.get("/admin/grids/building/", {"q": each}).context["cl"].result_count
        for each in (number, f" {wide}\u200b", "９９９９")
    ]

    assert found == [1, 1, 0]


def test_fields_that_find_people_post_what_is_typed(office, client, zhou):
    found = office.post(FINDER, POSTED).json()
    assert [each["text"] for each in found["results"]] == ["王秀兰"]

    client.force_login(zhou)
    assert client.post(FINDER, POSTED).status_code == 404


def test_choices_are_asked_for_as_often_with_one_as_with_three(
    office, east, django_assert_num_queries
):
    asked = {"app_label": "residents", "model_name": "person", "field_name": "home", "term": "909"}
    for new in (1, 2):
        for _ in range(new):
            builders.make_door(east, "909", building=builders.make_building(east))
        with django_assert_num_queries(5):
            answer = office.post(FINDER, asked)

    assert len(answer.json()["results"]) == 3
