"""The receivers of a community: chosen, lacking, seen by the office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignInCard, User
from cases import workflow
from cases.harm import receivers
from cases.models import HarmReceiver
from grids import second
from office.models import Proposal
from tests.conftest import NOON, TODAY
from tests.people.conftest import add_staff, code_on, confirm, give_code


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


def test_nobody_gives_themselves_what_is_told_in_confidence(
    bai, mai, chen, north, street, hurt, tell, pages, monkeypatch
):
    """The takeover: a clerk of the street, who reads none of it, chooses herself or her puppet."""
    page, browser = reverse("cases:receivers-of", args=[north.code]), pages(bai)
    add_staff(browser, "tool", "某甲", north, "community_staff")
    tool = User.objects.get(username="tool")
    assert "要选自己，请同事来定" in browser.get(page).content.decode()

    for user in (bai, tool):
        assert browser.post(page, {"user": user.pk}).status_code == 422
    assert not HarmReceiver.objects.exists()
    # The secretary receives them anyway, by a post two people gave; a colleague is somebody else.
    for by, user in ((chen, chen), (chen, bai), (bai, mai)):
        assert pages(by).post(page, {"user": user.pk}).status_code == 302
    monkeypatch.setattr("accounts.two_people.Hands.are_two", lambda *_: True)
    assert browser.post(page, {"user": tool.pk}).status_code == 302


def test_a_way_into_the_account_of_whoever_is_told_takes_two(
    bai, mai, chen, lin, staff, north, hurt, tell, pages, monkeypatch
):
    """The takeover: a code for a receiver, or for whoever is sent, reads what a secretary reads."""
    receivers.choose(community=north, user=staff, is_woman=False, by=chen, at=timezone.now())
    case = tell(at=timezone.now())
    case = workflow.accept(case=case, version=case.version, by=staff, at=timezone.now())
    assert second.place_of_account(lin, on=timezone.localdate()) is None
    about = {"version": case.version, "handler": lin, "by": staff, "at": timezone.now()}
    workflow.dispatch(case=case, **about)

    ours = pages(bai)
    for member in (staff, lin):
        assert code_on(give_code(ours, member)) == ""
        ours.post(reverse("security:card", args=[member.uid]))
        assert User.objects.get(pk=member.pk).check_password("demo-2026")
    assert not SignInCard.objects.exists()
    for proposal in Proposal.objects.filter(state="waiting"):
        assert code_on(confirm(pages(mai), proposal))
    # With the registration gone one would do.
    monkeypatch.setattr(second, "_besides", [])
    assert code_on(give_code(ours, lin))


def test_the_office_sees_which_communities_have_none(bai, north, south, both, as_user, now):
    page = as_user(bai).get("/admin/").content.decode()

    assert "2 个社区里 1 个安排好了受伤害时找谁" in page
