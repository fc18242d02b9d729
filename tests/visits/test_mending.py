"""Whoever errs can mend it: undo right after, 改一下 until the evening, and nothing is guessed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from notices.models import Notice
from residents.models import Correction, Person
from tests import builders
from tests.conftest import NOON
from visits import logbook
from visits.mending import acts
from visits.models import Visit, Withdrawal

pytestmark = pytest.mark.usefixtures("midday")


def answers(**more):
    return {"client_id": str(uuid4()), "channel": "door", "outcome": "met"} | more


@pytest.fixture
def door(home):
    return f"/today/door/{home.pk}/"


def text(reply):
    return reply.content.decode()


def test_what_was_saved_is_undone_with_one_press_and_a_resend_does_not_revive_it(
    client, lin, home, wang, door
):
    builders.tag(wang)
    before = Person.objects.values().get(pk=wang.pk)
    client.force_login(lin)
    typed = answers(people=[wang.pk])

    page = text(client.post(door, typed, follow=True))
    undo = f"/today/contact/{typed['client_id']}/undo/"
    assert f'action="{undo}"' in page and "今天已记 1 次" in page
    twice = [client.post(undo, follow=True) for _ in range(2)]

    assert all("这一次不算" in text(each) for each in twice)
    assert Person.objects.values().get(pk=wang.pk) == before
    home.refresh_from_db()
    assert (home.last_attempt_at, home.last_contact_at) == (None, None)
    assert "没有再记" in text(client.post(door, typed, follow=True))
    assert (Visit.objects.count(), Visit.objects.standing().count()) == (1, 0)
    assert "今天已记" not in text(client.get("/today/"))


@pytest.mark.django_db(transaction=True)
def test_two_phones_press_undo_at_once_and_it_is_undone_once(lin, home, wang):
    builders.tag(wang)
    visit = builders.log_contact(lin, home, [wang], at=NOON)

    def press(_n):
        try:
            acts.withdraw(visit=Visit.objects.get(pk=visit.pk), by=lin, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(press, range(6)))

    wang.refresh_from_db()
    assert (Withdrawal.objects.count(), wang.last_contact_on) == (1, None)


def test_told_anew_it_is_another_row_and_the_first_stays_readable(
    client, lin, home, wang, li, door
):
    client.force_login(lin)
    typed = answers(people=[wang.pk], note="说冷")
    client.post(door, typed)
    mend = f"/today/contact/{typed['client_id']}/"
    assert "说冷" in text(client.get(mend))

    anew = answers(outcome="nobody", note="敲错门了")
    replies = [client.post(mend, anew, follow=True) for _ in range(2)]

    assert all("改好了" in text(each) for each in replies)
    version = Visit.objects.standing().get()
    assert (version.outcome, version.corrects.note) == ("nobody", "说冷")
    for page in (client.get("/today/mine/"), client.get(door)):
        assert "改过" in text(page) and "说冷" in text(page)
    wang.refresh_from_db()
    assert wang.last_contact_on is None
    stale = client.post(f"{mend}undo/", follow=True)
    assert "刚才已经撤销或者改过了" in text(stale)
    other = client.post(mend, answers(outcome="met", people=[wang.pk]))
    assert (other.status_code, Visit.objects.standing().get()) == (422, version)


def test_the_list_of_the_day_is_ones_own_and_says_no_hour(client, lin, ling, home, wang):
    visit = builders.log_contact(lin, home, [wang], at=timezone.now())
    client.force_login(ling)  # who leads the grid and sees the door
    page = f"/today/contact/{visit.client_id}/"

    assert str(home) not in text(client.get("/today/mine/"))
    assert client.get(page).status_code == client.post(f"{page}undo/").status_code == 404
    client.force_login(lin)
    mine = text(client.get("/today/mine/"))
    assert str(home) in mine and wang.name in mine
    assert f"{timezone.localtime(visit.occurred_at):%H:%M}" not in mine


def test_the_list_costs_the_same_for_one_and_for_three(
    client, lin, home, wang, django_assert_num_queries
):
    client.force_login(lin)
    for _n in range(3):
        builders.log_contact(lin, home, [wang], at=timezone.now())
        client.get("/today/mine/")
        with django_assert_num_queries(6):
            client.get("/today/mine/")


def test_the_next_day_nothing_is_mended(client, lin, home, wang):
    visit = builders.log_contact(lin, home, [wang], at=timezone.now() - timedelta(days=1))
    client.force_login(lin)

    assert "更早的请再记一次" in text(
        client.post(f"/today/contact/{visit.client_id}/undo/", follow=True)
    )
    with pytest.raises(acts.NotToday):
        acts.withdraw(visit=visit, by=lin, at=timezone.now())
    assert Visit.objects.standing().get() == visit


def test_who_moved_away_is_asked_and_stays_on_the_door_until_somebody_confirms(
    client, lin, chen, home, wang, li, door
):
    builders.tag(wang)
    client.force_login(lin)
    asked = client.post(door, answers(outcome="moved", people=[wang.pk]))
    assert asked.status_code == 422 and "请点一下是谁搬走了" in text(asked)
    assert not asked.context["form"]["gone"].value()

    typed = answers(outcome="moved", gone=[wang.pk])
    assert client.post(door, typed).status_code == 302

    wang.refresh_from_db()
    assert wang.status == "here" and wang.next_due_on
    page = text(client.get(door))
    assert page.count("据说已搬走") == 1
    client.post(f"/today/contact/{typed['client_id']}/undo/")
    assert Correction.objects.get().state == "withdrawn"
    assert "据说已搬走" not in text(client.get(door))
    assert not Notice.objects.exists()


def test_what_somebody_confirmed_is_not_undone_at_the_door(lin, chen, home, wang):
    from residents.corrections import workflow

    visit = builders.log_contact(lin, home, [wang], outcome="moved", at=timezone.now())
    said = Correction.objects.with_all().get()
    workflow.accept(
        correction=said, seen=workflow.mark_of(said), by=chen, at=timezone.now(), answer=""
    )

    with pytest.raises(acts.Confirmed):
        acts.withdraw(visit=visit, by=lin, at=timezone.now())
    assert not Withdrawal.objects.exists()


def test_whoever_needs_care_leaves_by_the_hand_of_the_secretary_alone(
    client, lin, north, chen, home, wang
):
    from residents.corrections import workflow

    office = builders.make_staff("office", "齐工", north, "community_staff")
    builders.tag(wang)
    builders.log_contact(lin, home, [wang], outcome="moved", at=timezone.now())
    said = Correction.objects.with_all().get()
    decision = {"correction": said, "seen": workflow.mark_of(said), "at": timezone.now()}

    with pytest.raises(workflow.SecretaryOnly):
        workflow.accept(by=office, **decision)
    workflow.accept(by=chen, **decision)
    wang.refresh_from_db()
    assert wang.status == "moved"


def test_an_empty_home_with_people_in_it_is_asked_about_once(client, lin, home, wang, door):
    client.force_login(lin)
    typed = answers(outcome="vacant")
    asked = client.post(door, typed)
    assert asked.status_code == 422 and "这一户登记着 1 位居民" in text(asked)
    assert not Visit.objects.exists()

    assert client.post(door, typed | {"sure": "on"}).status_code == 302
    assert client.post(door, typed).status_code == 302  # a resend is asked nothing
    assert Visit.objects.get().outcome == "vacant"


def test_of_two_who_are_due_nobody_is_ticked_and_who_was_met_is_asked(
    client, lin, home, wang, li, door
):
    for person in (wang, li):
        builders.tag(person)
    client.force_login(lin)

    assert not client.get(door).context["form"]["people"].value()
    asked = client.post(door, answers())
    assert asked.status_code == 422 and "请点一下见到了谁" in text(asked)
    assert client.post(door, answers(people=[li.pk])).status_code == 302
    assert client.get(door).context["form"]["people"].value() == [wang.pk]


def test_knocks_figures_and_lists_read_what_stands(lin, home, wang):
    visits = [builders.log_contact(lin, home, [wang], at=timezone.now()) for _ in range(2)]
    acts.withdraw(visit=visits[0], by=lin, at=timezone.now())

    assert logbook.knocks_lately(home, at=timezone.now()) == 1
