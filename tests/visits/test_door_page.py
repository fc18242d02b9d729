"""The door page: who lives there, and a contact in three taps."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from residents.models import Dwelling
from tests import builders
from visits.models import Visit

pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def door(home):
    return f"/today/door/{home.pk}/"


def answers(**more):
    return {"client_id": str(uuid4()), "channel": "door", "outcome": "met"} | more


def test_door_outcome_save(client, lin, door, home, wang):
    client.force_login(lin)

    reply = client.post(door, answers(people=[wang.pk]))

    assert (reply.status_code, reply["Location"]) == (302, f"/today/?after={home.pk}")
    assert list(Visit.objects.get().people.all()) == [wang]


def test_a_double_tap_is_one_contact(client, lin, door, wang):
    client.force_login(lin)
    twice = answers(people=[wang.pk])

    assert [client.post(door, twice).status_code for _ in range(2)] == [302, 302]
    assert Visit.objects.count() == 1


def test_the_same_form_with_other_words_is_refused_with_a_sentence(client, lin, door, wang):
    client.force_login(lin)
    typed = answers(people=[wang.pk])
    client.post(door, typed)

    reply = client.post(door, typed | {"note": "说冷"})

    assert (reply.status_code, Visit.objects.get().note) == (422, "")
    assert "这张表已经记过另一次联系了" in reply.content.decode()


def test_without_an_outcome_a_sentence_and_nothing_lost(client, lin, door, wang):
    client.force_login(lin)

    reply = client.post(door, answers(outcome="", note="门口有积水"))

    assert reply.status_code == 422
    assert "请点一下结果" in reply.content.decode()
    assert "门口有积水" in reply.content.decode()
    assert not Visit.objects.exists()


def test_somebody_from_another_door_cannot_be_ticked(client, lin, east, door, wang):
    stranger = builders.make_person(builders.make_door(east, "102"), "别家")
    client.force_login(lin)

    assert client.post(door, answers(people=[stranger.pk])).status_code == 422
    assert not Visit.objects.exists()


def test_putting_off_asks_for_a_day(client, lin, door, wang):
    client.force_login(lin)

    assert "请写约在哪一天" in client.post(door, answers(outcome="rescheduled")).content.decode()

    tomorrow = timezone.localdate() + timedelta(days=1)
    reply = client.post(door, answers(outcome="rescheduled", next_on=tomorrow.isoformat()))
    assert reply.status_code == 302


def test_a_call_is_one_tap_more_and_stands_before_what_is_folded_away(client, lin, door, wang):
    client.force_login(lin)
    page = client.get(door).content.decode()

    assert page.index('name="outcome"') < page.index('name="channel"') < page.index("<details")
    assert client.post(door, answers(channel="phone")).status_code == 302
    assert Visit.objects.get().channel == "phone"


def test_ringing_somebody_begins_with_a_button_and_not_with_a_masked_number(
    client, lin, door, wang
):
    client.force_login(lin)
    page = client.get(door).content.decode()

    assert f'<a class="button" href="/people/{wang.uid}/reveal/?field=phone">' in page
    assert wang.phone_masked not in page


@pytest.mark.parametrize(("then", "to"), [("case", "/cases/new/"), ("deed", "/deeds/new/")])
def test_saving_leads_on_to_a_case_or_a_deed(client, lin, door, wang, then, to):
    client.force_login(lin)

    reply = client.post(door, answers(then=then))

    assert reply["Location"].startswith(to)
    assert str(Visit.objects.get().client_id) in reply["Location"]


def test_the_third_knock_in_a_week_is_pointed_out(client, lin, door, home, wang):
    client.force_login(lin)
    for _ in range(2):
        builders.log_contact(lin, home, outcome="nobody", at=timezone.now())

    assert "已经敲过 2 次门" in client.get(door).content.decode()


def test_please_do_not_come_in_is_respected(client, lin, door, home):
    Dwelling.objects.filter(pk=home.pk).update(no_entry_since=timezone.localdate())
    client.force_login(lin)

    assert "不要进屋" in client.get(door).content.decode()


def test_tags_are_spoken_kindly_and_never_to_a_helper(client, lin, east, door, wang):
    builders.tag(wang, "bereaved")
    client.force_login(lin)
    assert "需要多关心" in client.get(door).content.decode()

    helper = builders.make_staff("helper", "何帮", east, "campaign_helper")
    client.force_login(helper)
    page = client.get(door).content.decode()
    assert "需要多关心" not in page
    assert wang.name not in page


def test_the_door_costs_the_same_for_one_and_for_three(
    client, lin, home, wang, door, django_assert_num_queries
):
    client.force_login(lin)
    for n in range(3):
        person = builders.make_person(home, f"家人{n}")
        builders.tag(person, "low_income")
        builders.log_contact(lin, home, [person], at=timezone.now())
        client.get(door)
        with django_assert_num_queries(13):
            assert client.get(door).status_code == 200


def test_the_stairwell_costs_the_same_for_one_and_for_three(
    client, lin, east, django_assert_num_queries
):
    building = builders.make_building(east)
    client.force_login(lin)
    for n in range(3):
        builders.make_person(builders.make_door(east, f"{n + 1}01", building=building))
        with django_assert_num_queries(5):
            assert client.get(f"/field/building/{building.pk}/").status_code == 200


def test_the_door_says_when_people_rest(client, lin, door, wang, settings):
    settings.QUIET_HOURS = "00:00-23:59"
    client.force_login(lin)

    assert "现在是休息时间（00:00 到 23:59）" in client.get(door).content.decode()
