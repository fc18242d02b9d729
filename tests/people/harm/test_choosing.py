"""The receivers of a community: chosen, lacking, seen by the office."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.harm import receivers
from cases.models import HarmReceiver
from tests.conftest import NOON, TODAY


def test_the_secretary_chooses_with_the_password_and_sees_what_is_lacking(
    chen, north, staff, mei, as_user, now
):
    client = as_user(chen)
    page = reverse("cases:receivers-of", args=[north.code])
    first = client.get(page).content.decode()
    for lack in ("要有两位以上", "要有一位女性", "要有一位不在这个社区工作的人"):
        assert lack in first

    client.post(page, {"user": staff.pk})
    client.post(page, {"user": mei.pk, "is_woman": "on"})

    whole = client.get(page).content.decode()
    assert "要有" not in whole and "不在这个社区工作" in whole
    client.post(reverse("cases:let-go", args=[HarmReceiver.objects.get(user=mei).pk]))
    assert "要有两位以上" in client.get(page).content.decode()


def test_who_lost_the_post_receives_nothing_and_is_lacking(both, staff, chen, north):
    staff.postings.update(until_on=TODAY - timedelta(days=1))

    assert receivers.of_community(north, on=TODAY) == [both[1], chen]
    assert "要有两位以上" in receivers.wanting(receivers.chosen([north], on=TODAY)[north])[0]


def test_only_who_sorts_out_cases_there_may_be_chosen(north, qian, lin, chen):
    for stranger in (qian, lin):
        with pytest.raises(receivers.NotFromHere):
            receivers.choose(community=north, user=stranger, is_woman=True, by=chen, at=NOON)


def test_the_office_sees_which_communities_have_none(bai, north, south, both, as_user, now):
    page = as_user(bai).get("/admin/").content.decode()

    assert "还没有安排好受伤害时找谁：南苑社区" in page
