"""Everybody in the demo is invented, and nobody can be mistaken for somebody real."""

import pytest

from accounts.models import User
from demo.invented import names
from grids.models import Area
from residents import identity
from residents.models import Dwelling, Household, Person, Residency

IN_THE_NEWS = ["李西芬", "刘连锁", "郭景隆", "耿大娘", "郭靖明", "刘渊", "郝荣", "刘向平", "贾婷婷"]


def test_the_street_has_its_five_communities_and_as_many_people_as_it_says(demo):
    communities = Area.objects.filter(parent__code="150271020").order_by("code")

    assert [area.name for area in communities] == [
        "火炬路社区",
        "荣泰路社区",
        "景泰路社区",
        "盛唐路社区",
        "民馨家园社区",
    ]
    assert (Person.objects.count(), Household.objects.count()) == (1000, 580)
    assert demo.people == 1000


def test_grids_are_numbered_below_the_official_codes(demo):
    codes = list(Area.objects.filter(level="grid").values_list("code", flat=True))

    assert codes[:2] == ["150271020100001", "150271020100002"]
    assert {len(code) for code in codes} == {15}


def test_every_id_number_passes_the_check_in_a_county_that_does_not_exist(demo):
    known = [
        (identity.read(person.id_number), person)
        for person in Person.objects.exclude(id_number_index="")
    ]

    assert {read.number[:6] for read, _ in known} == {"150299"}
    assert all((read.birth_on, read.sex) == (p.birth_on, p.sex) for read, p in known)
    assert len(known) > 950


def test_every_phone_begins_with_a_prefix_no_operator_was_given(demo):
    phones = [person.phone for person in Person.objects.exclude(phone_index="")]
    phones += [user.phone for user in User.objects.exclude(phone_index=None)]

    assert {phone[:3] for phone in phones} == {"164"}
    assert len(phones) > len(set(phones)) > 500  # some couples share one


def test_many_of_the_old_have_no_phone(demo):
    old = Person.objects.filter(birth_on__lt="1956-01-01")

    assert old.filter(phone_index="").count() > old.count() / 8


def test_nobody_from_the_news_lives_here(demo):
    people = {
        *Person.objects.values_list("name", flat=True),
        *User.objects.values_list("name", flat=True),
    }

    assert people.isdisjoint(IN_THE_NEWS)
    assert len(people) > 500


@pytest.mark.parametrize("name", IN_THE_NEWS)
def test_nobody_from_the_news_can_ever_be_drawn(name):
    given = [
        *names.OLD_MEN.split(),
        *names.OLD_WOMEN.split(),
        *names.YOUNG_MEN.split(),
        *names.YOUNG_WOMEN.split(),
        *names.MEN_LAST.split(),
        *names.WOMEN_LAST.split(),
    ]
    pairs = [(names.MEN_MIDDLE, names.MEN_LAST), (names.WOMEN_MIDDLE, names.WOMEN_LAST)]
    given += [
        first + last
        for firsts, lasts in pairs
        for first in firsts.split()
        for last in lasts.split()
    ]
    sounds = [surname + rest for surname in names.SURNAMES for rest in given]

    assert name not in sounds
    assert "王秀兰" in sounds


def test_doors_and_people_stand_where_their_building_stands(demo):
    for dwelling in Dwelling.objects.select_related("building").iterator():
        assert dwelling.walk_key == dwelling.make_walk_key()
        assert dwelling.grid_id == dwelling.building.grid_id
    for model, way in ((Person, "home"), (Household, "dwelling"), (Residency, "dwelling")):
        rows = model.objects.select_related(way)
        assert all(row.grid_id == getattr(row, way).grid_id for row in rows)
        assert all(row.community_id == getattr(row, way).community_id for row in rows)
