"""The president posts or refuses, once, and never in a cause of their own."""

from datetime import date

import pytest

from morality_bank import deeds, notifications, proof
from morality_bank.models import Account, Deed, Transfer
from notices.models import Notice
from tests import builders
from tests.conftest import NOON


@pytest.fixture
def deed(lin, wang, rule):
    return builders.make_deed(lin, wang, rule, at=NOON)


def refuse(deed, by):
    return deeds.refuse(deed=deed, why="没有人看见", by=by, at=NOON)


def points(deed):
    account = Account.objects.get(pk=deed.account_id)
    return (account.balance, account.coming)


def test_posting_makes_the_points_the_depositors(deed, chen):
    deeds.post(deed=deed, by=chen, at=NOON)

    assert (deed.state, deed.decided_by, deed.decided_at) == ("posted", chen, NOON)
    assert points(deed) == (10, 0)
    assert proof.differences() == []


def test_refusing_leaves_nothing_and_says_why(deed, chen):
    refuse(deed, chen)

    assert (deed.state, deed.why) == ("refused", "没有人看见")
    assert points(deed) == (0, 0)
    assert proof.differences() == []


def test_depositor_and_taker_are_told(deed, chen, lin, wang):
    deeds.post(deed=deed, by=chen, at=NOON)

    told = dict(Notice.objects.filter(key=f"deed:{deed.uid}:posted").values_list("recipient", "pk"))
    assert set(told) == {lin.pk, wang.user.pk}
    assert Notice.objects.get(pk=told[lin.pk]).sentence == "您替王**存的“楼道清扫”已经入账，10 分。"


def test_both_hear_why_it_was_refused(deed, chen, lin, wang):
    refuse(deed, chen)

    assert lin.notices.get().sentence == "您替王**存的“楼道清扫”没有通过：没有人看见"
    refused = wang.user.notices.get(key=f"deed:{deed.uid}:refused")
    assert refused.sentence == "您的好事“楼道清扫”这次没有入账：没有人看见"


@pytest.mark.parametrize("second", ["post", "refuse"])
def test_a_second_decision_is_refused(deed, chen, second):
    deeds.post(deed=deed, by=chen, at=NOON)
    stale = Deed.objects.get(pk=deed.pk)

    with pytest.raises(deeds.AlreadyDecided):
        refuse(stale, chen) if second == "refuse" else deeds.post(deed=stale, by=chen, at=NOON)

    assert points(deed) == (10, 0)
    assert Transfer.objects.count() == 2


@pytest.mark.parametrize("who", ["lin", "qian", "bai"])
def test_only_the_banks_own_president_decides(deed, who, request):
    with pytest.raises(deeds.NotYourBank):
        deeds.post(deed=deed, by=request.getfixturevalue(who), at=NOON)

    assert points(deed) == (0, 10)


def test_a_president_whose_post_ended_decides_nothing(deed, north):
    old = builders.make_staff("old", "老书记", north, "secretary", until_on=date(2026, 1, 31))

    with pytest.raises(deeds.NotYourBank):
        deeds.post(deed=deed, by=old, at=NOON)


def test_nobody_decides_what_they_took_in_themselves(chen, wang, rule):
    deed = builders.make_deed(chen, wang, rule, at=NOON)

    with pytest.raises(deeds.OwnTaking):
        deeds.post(deed=deed, by=chen, at=NOON)


def test_nobody_decides_for_the_own_family(deed, chen, li):
    li.user = chen
    li.save()

    with pytest.raises(deeds.TooClose):
        deeds.post(deed=deed, by=chen, at=NOON)


def test_when_the_last_step_fails_nothing_is_kept(deed, chen, monkeypatch):
    def fail(*args):
        raise RuntimeError("the power went off")

    monkeypatch.setattr(notifications, "tell_decided", fail)

    with pytest.raises(RuntimeError):
        deeds.post(deed=deed, by=chen, at=NOON)

    deed.refresh_from_db()
    assert (deed.state, points(deed)) == ("pending", (0, 10))
    assert Transfer.objects.count() == 1
