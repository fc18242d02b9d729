"""A way of looking at a register, kept under a name: one's own, or shared with the office."""

from urllib.parse import parse_qsl

import pytest
from django.urls import reverse

from office import quiet_search, saved_filters
from office.models import SavedFilter
from tests import builders

LIST = reverse("admin:residents_person_changelist")
KEEP = reverse("admin:residents_person_keep_filter")


@pytest.fixture
def office(client, bai, wang):
    client.force_login(bai)
    return client


def keep(office, query="status__exact=here", name="在住的", **more):
    return office.post(KEEP, {"query": query, "name": name, **more})


def names_on(office):
    return [each["name"] for each in office.get(LIST).context["saved_filters"]]


def test_a_filter_is_kept_and_opens_the_same_list(office):
    keep(office)

    [saved] = office.get(LIST).context["saved_filters"]
    page = office.get(LIST + saved["url"])

    assert (saved["name"], saved["url"]) == ("在住的", "?status__exact=here")
    assert [each["open"] for each in page.context["saved_filters"]] == [True]
    assert page.context["filter_now"] == ""


def test_only_what_the_register_offers_is_kept(office):
    keep(office, "status__exact=here&phone_index__startswith=a&p=3&_popup=1&q=王&next=//evil&o=2")

    kept = dict(parse_qsl(SavedFilter.objects.get().query))
    assert kept | {"q": "王"} == {"o": "2", "q": "王", "status__exact": "here"}
    assert quiet_search.opened(kept["q"]) == "王" and kept["q"].startswith("~")


@pytest.mark.parametrize("number", ["13800000001", "150299 1950 0102 0015", "1380000"])
def test_a_number_searched_for_is_not_kept(office, number):
    keep(office, f"q={number}")

    assert not SavedFilter.objects.exists()


def test_what_was_put_into_the_table_by_others_is_cleaned_when_it_is_opened(office, bai):
    SavedFilter.objects.create(
        owner=bai, register="residents.person", name="x", query="password__startswith=a&q=王"
    )

    [saved] = office.get(LIST).context["saved_filters"]
    page = office.get(LIST + saved["url"])
    assert (page.context["cl"].query, "password" in saved["url"]) == ("王", False)
    assert page.context["saved_filters"][0]["open"]


def test_a_colleague_sees_only_what_is_shared(office, client, street, district):
    keep(office)
    keep(office, "status__exact=moved", "搬走的", shared="on")
    client.force_login(builders.make_staff("bo", "薄云", street, "street_staff"))

    assert names_on(client) == ["搬走的"]
    shared = SavedFilter.objects.get(name="搬走的")
    drop = reverse("admin:residents_person_drop_filter", args=[shared.pk])
    assert client.post(drop).status_code == 404

    other = builders.make_area("township", "150299021", "团结街道", parent=district)
    client.force_login(builders.make_staff("far", "远方", other, "street_staff"))
    assert names_on(client) == []


def test_a_shared_filter_shows_the_reader_what_the_reader_may_see(office, client, district, north):
    keep(office, f"community={north.pk}", "北苑", shared="on")
    other = builders.make_area("township", "150299021", "团结街道", parent=district)
    client.force_login(builders.make_staff("far", "远方", other, "street_staff"))

    page = client.get(LIST + "?" + SavedFilter.objects.get().query)

    assert list(page.context["cl"].result_list) == []


def test_ones_own_is_deleted(office):
    keep(office)
    office.post(reverse("admin:residents_person_drop_filter", args=[SavedFilter.objects.get().pk]))

    assert names_on(office) == []


def test_two_of_one_name_and_more_than_enough_are_refused_in_words(office, monkeypatch):
    keep(office)
    again = office.post(KEEP, {"query": "status__exact=died", "name": "在住的"}, follow=True)
    assert "请换一个名字" in again.content.decode()

    monkeypatch.setattr(saved_filters, "MOST", 1)
    more = office.post(KEEP, {"query": "status__exact=died", "name": "去世的"}, follow=True)
    assert "先删几个" in more.content.decode()
    assert SavedFilter.objects.count() == 1


def test_a_list_asks_as_often_with_one_as_with_three(office, django_assert_num_queries):
    keep(office)
    for number in ("status__exact=died", "status__exact=moved"):
        with django_assert_num_queries(7):
            office.get(LIST)
        keep(office, number, number)
