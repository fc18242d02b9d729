"""Who sees which rows: the heart of the house."""

from datetime import date, timedelta

from grids.models import Area, Reader
from residents.models import Dwelling, Person
from tests import builders
from tests.conftest import TODAY


def doors_of(user, on=TODAY):
    return set(Dwelling.objects.visible_to(builders.reader_of(user, on)))


def test_a_worker_sees_their_grid_and_the_secretary_all_of_the_community(
    east, west, far, lin, zhou, chen, bai
):
    a, b, c = builders.make_door(east), builders.make_door(west), builders.make_door(far)

    assert doors_of(lin) == {a}
    assert doors_of(zhou) == {b}
    assert doors_of(chen) == {a, b}
    assert doors_of(bai) == {a, b, c}


def test_without_a_post_there_are_no_rows(home, wang):
    assert doors_of(wang.user) == set()
    assert not Person.objects.visible_to(builders.reader_of(wang.user)).exists()
    assert not Area.objects.visible_to(builders.reader_of(wang.user)).exists()


def test_access_ends_by_itself_on_the_day(home, gao):
    assert doors_of(gao, on=date(2026, 2, 15)) == {home}
    assert doors_of(gao, on=date(2026, 2, 16)) == set()


def test_a_helper_sees_doors_but_no_people(home, wang, east):
    helper = builders.make_staff("helper", "何帮", east, "campaign_helper")

    assert doors_of(helper) == {home}
    assert not Person.objects.visible_to(builders.reader_of(helper)).exists()


def test_a_code_sent_to_a_phone_opens_no_post(home, lin):
    by_code = Reader(lin, signed_in_by="code", day=TODAY)

    assert by_code.posts == []
    assert not Dwelling.objects.visible_to(by_code).exists()


def test_a_post_in_the_district_reaches_every_street_below(home, district):
    boss = builders.make_staff("boss", "区长", district, "street_staff")

    assert doors_of(boss) == {home}


def test_a_post_that_begins_tomorrow_opens_nothing_today(home, east):
    new = builders.make_staff("new", "新来", east, "grid_worker", from_on=TODAY + timedelta(days=1))

    assert doors_of(new) == set()
