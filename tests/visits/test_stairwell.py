"""Several doors at once: one gesture, one request, a contact for each; and the sheet of paper."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests import builders
from visits import logbook
from visits.models import Outcome, Visit
from visits.stairwell import rounds

pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def eight(east):
    building = builders.make_building(east)
    names = (f"{floor}0{n}" for floor in (1, 2, 3, 4) for n in (1, 2))
    return [builders.make_door(east, name, building=building) for name in names]


@pytest.fixture
def at_stairwell(eight):
    return f"/today/stairwell/{eight[0].building_id}/"


def chosen(doors, client_id):
    return {"client_id": str(client_id), "door": [door.pk for door in doors]}


def test_eight_closed_doors_are_one_request_and_safe_to_repeat(client, lin, eight, at_stairwell):
    client.force_login(lin)
    building, client_id = eight[0].building_id, uuid4()

    for _again in range(2):
        reply = client.post(f"{at_stairwell}nobody/", chosen(eight, client_id))
        assert reply["Location"] == f"/field/building/{building}/?after={eight[-1].pk}"

    assert Visit.objects.filter(outcome="nobody").count() == 8
    assert len(set(Visit.objects.values_list("client_id"))) == 8


def test_a_door_that_is_not_theirs_stops_all_of_them(client, lin, west, eight, at_stairwell):
    client.force_login(lin)
    foreign = builders.make_door(west, "101")

    for doors, sentence in (([*eight, foreign], "一户也没有记"), ([], "还没有选门")):
        page = client.post(f"{at_stairwell}nobody/", chosen(doors, uuid4()), follow=True)
        assert sentence in page.content.decode()
    assert not Visit.objects.exists()


@pytest.fixture
def fails_at_the_last_door(lin, zhou, eight):
    """`how` logs eight doors, the last of which is taken by somebody else's contact."""
    client_id, now = uuid4(), timezone.now()
    knocks = [rounds.Knock(door, Outcome.NOBODY) for door in eight]
    rounds.log(client_id=client_id, knocks=knocks[-1:], by=zhou, at=now)

    def kept(how):
        with pytest.raises(logbook.AlreadyLogged):
            how(client_id=client_id, knocks=knocks, by=lin, at=now)
        return Visit.objects.filter(by=lin).count()

    return kept


def test_nothing_is_kept_when_the_last_door_fails(fails_at_the_last_door):
    assert fails_at_the_last_door(rounds.log) == 0


def test_doors_logged_one_by_one_would_be_noticed(fails_at_the_last_door):
    assert fails_at_the_last_door(rounds.log.__wrapped__) == 7


def test_a_mixed_stairwell_is_one_page(client, lin, eight, at_stairwell):
    one = builders.make_person(eight[0], "独居老人")
    couple = [builders.make_person(eight[1], name) for name in ("老两口甲", "老两口乙")]
    client.force_login(lin)
    said = {f"outcome-{door.pk}": "" for door in eight}
    said |= {f"outcome-{eight[0].pk}": "met", f"outcome-{eight[1].pk}": "met"}
    said |= {f"outcome-{eight[2].pk}": "nobody", "client_id": str(uuid4())}

    asked = client.post(at_stairwell, said)
    assert (asked.status_code, Visit.objects.count()) == (422, 0)
    assert "这一户不止一位" in asked.content.decode()

    reply = client.post(at_stairwell, said | {f"people-{eight[1].pk}": [couple[1].pk]})
    assert reply.status_code == 302
    met = {visit.dwelling_id: list(visit.people.all()) for visit in Visit.objects.all()}
    assert met == {eight[0].pk: [one], eight[1].pk: [couple[1]], eight[2].pk: []}


def test_a_page_of_doors_with_nothing_chosen_asks(client, lin, at_stairwell):
    client.force_login(lin)
    reply = client.post(at_stairwell, {"client_id": str(uuid4())})

    assert reply.status_code == 422 and "一户也没有选" in reply.content.decode()


def test_the_round_sheet_names_doors_and_nobody(client, lin, eight, at_stairwell):
    person = builders.make_person(eight[0], "独居老人")
    builders.tag(person, "bereaved")
    client.force_login(lin)
    page = client.get(f"{at_stairwell}sheet/").content.decode()

    assert page.count('<span class="box"') == 8 * 5
    assert "独居老人" not in page and "多关心" not in page
    assert "独居老人" in client.get(f"/today/door/{eight[0].pk}/").content.decode()


def test_from_the_building_back_to_the_building_with_the_next_door(client, lin, eight):
    client.force_login(lin)
    building = f"/field/building/{eight[0].building_id}/"
    door = f"/today/door/{eight[0].pk}/"
    page = client.get(door, headers={"referer": f"http://testserver{building}"}).content.decode()
    assert f'name="came" value="{building}"' in page

    said = {"client_id": str(uuid4()), "channel": "phone", "outcome": "nobody", "came": building}
    reply = client.post(door, said, follow=True)
    assert reply.redirect_chain == [(f"{building}?after={eight[0].pk}", 302)]
    words = reply.content.decode()
    assert "没接" in words and f'href="/today/door/{eight[1].pk}/">下一户' in words

    for elsewhere in ("https://elsewhere.example/today/", "//elsewhere.example/", "/admin/"):
        reply = client.post(door, said | {"came": elsewhere, "client_id": str(uuid4())})
        assert reply["Location"] == f"/today/?after={eight[0].pk}"


def test_whoever_only_looks_on_is_offered_no_round(client, lin, ji, eight):
    building = f"/field/building/{eight[0].building_id}/"
    client.force_login(lin)
    assert "data-choose" in client.get(building).content.decode()
    assert client.get(f"/today/stairwell/{eight[0].building_id}/").status_code == 200
    client.force_login(ji)
    assert client.get(f"/today/stairwell/{eight[0].building_id}/").status_code in (403, 404)


def test_the_page_of_doors_costs_the_same_for_one_and_for_three(
    client, lin, east, django_assert_num_queries
):
    building = builders.make_building(east)
    client.force_login(lin)
    for n in range(3):
        builders.make_person(builders.make_door(east, f"{n + 1}01", building=building))
        with django_assert_num_queries(7):
            assert client.get(f"/today/stairwell/{building.pk}/").status_code == 200
