"""What whoever stands in gains by it: her work, and nothing over her, over others or over two people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import need_to_know
from grids import handing_over
from grids.models import Absence, Handover, Reader
from grids.models.absences import staff_led_by
from grids.standing_in import absences, covering
from notices import reminders
from residents.numbers import confirming
from residents.numbers.seconds import NotTwo, Pair
from tests import builders
from tests.accounts.conftest import clock as clock
from tests.accounts.conftest import texts as texts
from tests.cases.conftest import as_user as as_user
from tests.conftest import NOON, TODAY
from tests.people.conftest import by_office
from tests.people.conftest import pages as pages

LAST, YESTERDAY = TODAY + timedelta(days=4), TODAY - timedelta(days=1)


def away(user, stand_in, *, at=NOON):
    today = timezone.localdate(at)
    days = {"from_on": today, "until_on": today + timedelta(days=4)}
    return absences.say(uid=uuid4(), user=user, stand_in=stand_in, by=user, at=at, **days)


def test_whose_own_post_ended_is_there_for_nobody(lin, zhou, ling, chen, east, wang):
    """Nor is who was named by who was named, and could not have been asked at all."""
    away(lin, zhou)
    case = builders.bring(
        builders.make_case(chen, east, at=NOON), "dispatched", desk=chen, worker=lin, at=NOON
    )
    assert [each.user for each in covering.workers_of(east.pk, on=TODAY)] == [zhou]
    zhou.postings.update(until_on=YESTERDAY)

    assert covering.workers_of(east.pk, on=TODAY) == []
    assert covering.present([lin, chen], on=TODAY) == [chen]
    assert need_to_know.handling(case, on=TODAY) == [lin]
    zhou.postings.update(until_on=None)
    User.objects.filter(pk=zhou.pk).update(is_active=False)
    assert covering.present([lin], on=TODAY) == []


def test_a_chain_that_reaches_whom_she_could_not_ask_tells_and_shows_nothing(
    lin, zhao, chen, bai, east, far, north, south, street
):
    """Chen may ask Bai, of the street; Bai may ask the district's; nobody reaches across a community."""
    hu = builders.make_staff("hu", "胡月", north, "community_staff")
    builders.make_post(hu, south, "community_staff")
    mi = builders.make_staff("mi", "米兰", south, "community_staff")
    away(lin, hu)
    # Hu had her post in the north until yesterday, and then asks who sorts out in the south.
    hu.postings.filter(area=north).update(until_on=YESTERDAY)
    away(hu, mi)

    assert Reader.for_job(mi, TODAY).hands == {mi.pk, hu.pk}
    assert covering.present([lin], on=TODAY) == []
    assert covering.workers_of(east.pk, on=TODAY) == []
    assert [each.user for each in covering.uncovered(TODAY)] == [lin]


def test_who_stands_in_for_a_lead_says_nothing_about_her_days(
    ling, zhou, lin, as_user, east, clock
):
    row = away(ling, zhou, at=timezone.now())
    page = reverse("away:absence", args=[row.uid])
    stands_in = as_user(zhou)

    assert ling not in staff_led_by(builders.reader_of(zhou, timezone.localdate()))
    longer = {"until_on": row.until_on + timedelta(days=30), "stand_in": str(zhou.uid)}
    assert stands_in.post(page, longer).status_code == 404
    assert stands_in.post(reverse("away:end", args=[row.uid])).status_code == 404
    assert stands_in.get(f"{reverse('away:new')}?who={ling.uid}").status_code == 404
    assert Absence.objects.get().until_on == row.until_on
    assert stands_in.get(f"{reverse('away:new')}?who={lin.uid}").status_code == 200


def test_at_a_door_a_lent_post_makes_no_second_kind_of_person(
    lin, zhou, ling, bai, wang, east, pages, clock
):
    by_office(pages, bai, wang, "13900000009")
    now = timezone.now()
    friend = builders.make_staff("he", "何平", east, "grid_worker")
    away(ling, friend, at=now)  # whose post is of another kind
    for pair in (Pair(lin, friend), Pair(friend, lin)):
        with pytest.raises(NotTwo):
            confirming.after_seeing(person=wang, pair=pair, at=now)
    away(lin, zhou, at=now)  # of the grid beside it, and of the same kind
    with pytest.raises(NotTwo):
        confirming.after_seeing(person=wang, pair=Pair(zhou, friend), at=now)
    confirming.after_seeing(person=wang, pair=Pair(zhou, ling), at=now)


def test_two_taps_on_back_again_are_one(lin, zhou, as_user, clock):
    now = timezone.now()
    row = away(lin, zhou, at=now)
    assert as_user(zhou).post(reverse("away:decline", args=[row.uid])).status_code == 302
    for _twice in range(2):
        assert as_user(lin).post(reverse("away:end", args=[row.uid])).status_code == 302
    assert as_user(zhou).get(reverse("away:absence", args=[row.uid])).status_code == 404


@pytest.mark.parametrize("since", ["place ended", "same post", "asker gone", "off"])
def test_a_yes_to_what_is_so_no_more_moves_nothing_and_says_so(since, lin, zhou, bai, east, street):
    asked = {"user": lin, "to": zhou, "on": TODAY, "by": bai, "at": NOON}
    row = handing_over.ask(uid=uuid4(), posts=[lin.postings.get()], **asked)
    if since == "place ended":
        type(east).objects.filter(pk=east.pk).update(valid_to=YESTERDAY)
    elif since == "same post":
        builders.make_post(zhou, east, "grid_worker", from_on=TODAY)
    elif since == "asker gone":
        bai.postings.update(until_on=YESTERDAY)
    else:
        User.objects.filter(pk=zhou.pk).update(is_active=False)
    with pytest.raises(handing_over.Changed):
        handing_over.accept(handover=row, by=zhou, at=NOON)
    assert lin.postings.get().until_on is None
    assert Handover.objects.get().state == Handover.State.WAITING


def test_what_is_open_stays_where_the_successor_is_gone_before_the_day(lin, zhou, chen, bai, east):
    case = builders.bring(
        builders.make_case(chen, east, at=NOON), "dispatched", desk=chen, worker=lin, at=NOON
    )
    tomorrow = TODAY + timedelta(days=1)
    asked = {"user": lin, "to": zhou, "on": tomorrow, "by": bai, "at": NOON}
    row = handing_over.ask(uid=uuid4(), posts=[lin.postings.get()], **asked)
    row = handing_over.accept(handover=row, by=zhou, at=NOON)
    User.objects.filter(pk=zhou.pk).update(is_active=False)
    reminders.sweep(NOON + timedelta(days=1))
    case.refresh_from_db()
    assert case.handler == lin
