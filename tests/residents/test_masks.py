"""How many ID numbers are still possible for somebody who reads a whole page."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from residents import masks
from residents.masks import Birth
from residents.models import Person
from tests import builders
from tests.residents.candidates import possible_numbers

BORN = date(1950, 1, 2)
NUMBER = builders.make_id_number("19500102", 86)


@pytest.fixture
def wang(wang):
    wang.set_id_number(NUMBER)
    wang.id_number_state = Person.IdState.CONFIRMED
    wang.birth_on, wang.sex = BORN, "female"
    wang.save()
    return wang


SHOWN = {  # how exactly a page tells the birth → in which words
    Birth.HIDDEN: [""],
    Birth.YEAR: ["1950年", "76 岁"],
    Birth.MONTH: ["1950年1月"],
    Birth.DAY: ["1950年1月2日", "1950-01-02"],
}


@pytest.mark.parametrize("sex", ["", "女"])
@pytest.mark.parametrize(
    ("birth", "words"), [(birth, words) for birth, all_ in SHOWN.items() for words in all_]
)
def test_no_page_leaves_fewer_than_five_hundred_numbers(wang, birth, words, sex):
    for shown in (masks.id_number_in_list(wang), masks.id_number_in_detail(wang, birth=birth)):
        assert possible_numbers(f"王秀兰 {sex} {words} {shown}") >= masks.FEWEST


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (f"{NUMBER[:6]}********{NUMBER[-4:]} 1950年1月2日", 1),
        (f"150299195001020*** {NUMBER[-2:]}", 100),
        (f"尾号 {NUMBER[-4:]} 1950年1月2日", 1),
        (f"尾号 {NUMBER[-2:]} 1950年1月2日", 10),
        (f"{NUMBER[:6]}********{NUMBER[-4:]} 1950年", 34),
        (f"尾号 {NUMBER[-2:]} 1950年1月", 300),
    ],
)
def test_the_usual_masks_would_leave_almost_none(page, left):
    """Negative control: the same count, for masks seen elsewhere."""
    assert 0 < possible_numbers(page) <= left


def test_the_number_itself_is_always_among_the_possible(wang):
    assert possible_numbers(NUMBER) == 1


@pytest.mark.parametrize("role", ["lin", "chen"])
def test_real_pages_leave_enough_too(client, request, role, wang, home):
    client.force_login(request.getfixturevalue(role))
    for url in (
        reverse("visits:door", args=[home.pk]),
        reverse("visits:building", args=[home.building.pk]),
        reverse("reveal:person", args=[wang.uid]),
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert possible_numbers(strip_tags(answer.content.decode())) >= masks.FEWEST


def test_a_list_says_only_whether_there_is_a_number(wang, li):
    assert [masks.id_number_in_list(person) for person in (wang, li)] == ["已登记", "未登记"]
    assert masks.id_number_in_detail(li, birth=Birth.HIDDEN) == "未登记"


def test_a_number_nobody_compared_yet_says_so_whoever_has_it(wang):
    wang.id_number_state = Person.IdState.WAITING
    assert masks.id_number_in_list(wang) == "已登记，待核"

    wang.id_number_state = Person.IdState.MET
    assert masks.id_number_in_list(wang) == "已登记"


def test_two_digits_show_only_where_no_day_and_no_month_does(wang):
    shown = [masks.id_number_in_detail(wang, birth=birth) for birth in Birth]

    assert shown == [f"尾号 {NUMBER[-2:]}", f"尾号 {NUMBER[-2:]}", "已登记", "已登记"]


def test_a_phone_shows_seven_digits_everywhere(wang):
    assert masks.phone(wang) == "138****0001"


def test_a_name_is_full_for_those_with_a_post_over_the_grid(wang, lin, chen, bai, zhou, qian):
    assert [
        masks.name(wang, to=builders.reader_of(user))
        for user in (lin, chen, bai, zhou, qian, wang.user)
    ] == [
        "王秀兰",
        "王秀兰",
        "王秀兰",
        "王**",
        "王**",
        "王**",
    ]


def test_the_door_is_told_to_whoever_goes_there(home, lin, chen, zhou):
    assert masks.address(home, to=builders.reader_of(lin)).endswith("501")
    assert [masks.address(home, to=builders.reader_of(user)) for user in (chen, zhou)] == [
        str(home.building)
    ] * 2
    assert masks.address_in_public(home) == "北苑社区"
