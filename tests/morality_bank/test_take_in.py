"""A good deed is taken in: its points wait, and whoever is too close keeps out of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from morality_bank import deeds, notifications
from morality_bank.models import Account, Deed, Rule, Transfer
from notices.models import Notice
from tests import builders
from tests.conftest import NOON, TODAY


def take_in(by, person, rule, **facts):
    return builders.make_deed(by, person, rule, at=facts.pop("at", NOON), **facts)


def nothing_was_kept():
    return not (Deed.objects.exists() or Transfer.objects.exists() or Notice.objects.exists())


def test_the_points_wait_on_the_depositors_account(lin, wang, rule):
    deed = take_in(lin, wang, rule, note="扫了三楼到五楼")

    assert (deed.state, deed.points, deed.account.person) == ("pending", 10, wang)
    account = Account.objects.get(person=wang)
    assert (account.balance, account.coming) == (0, 10)


def test_the_first_deed_opens_the_account_and_the_second_uses_it(lin, wang, rule):
    take_in(lin, wang, rule)
    take_in(lin, wang, rule)

    account = Account.objects.get(person=wang)
    assert (account.opened_on, account.coming) == (TODAY, 20)


def test_the_depositor_is_told(lin, wang, rule):
    take_in(lin, wang, rule)

    notice = Notice.objects.get()
    assert notice.recipient == wang.user
    assert notice.sentence == "林晓替您存了一件好事：楼道清扫，10 分，等社区书记看过就算数。"


def test_the_husband_is_not_told(lin, wang, li, rule):
    take_in(lin, wang, rule)

    assert not li.user.notices.exists()


def test_a_double_tap_is_one_deed(lin, wang, rule):
    client_id = uuid4()

    first = take_in(lin, wang, rule, client_id=client_id)
    again = take_in(lin, wang, rule, client_id=client_id)

    assert again == first
    assert Account.objects.get(person=wang).coming == 10


def test_a_repeat_is_answered_even_when_the_month_is_full(lin, wang, bank):
    rule, client_id = builders.make_rule(bank, "义诊", most_a_month=1), uuid4()
    first = take_in(lin, wang, rule, client_id=client_id)

    assert take_in(lin, wang, rule, client_id=client_id) == first


def test_a_form_that_was_used_for_another_deed_is_refused(lin, wang, li, rule):
    client_id = uuid4()
    take_in(lin, wang, rule, client_id=client_id)

    with pytest.raises(deeds.AlreadyTakenIn):
        take_in(lin, li, rule, client_id=client_id)


def test_points_stay_those_of_the_day(lin, wang, rule):
    deed = take_in(lin, wang, rule)
    Rule.objects.update(points=99)

    deed.refresh_from_db()
    assert deed.points == 10


def test_the_neighbour_grids_worker_cannot(zhou, wang, rule):
    with pytest.raises(deeds.NotYourPerson):
        take_in(zhou, wang, rule)

    assert nothing_was_kept()
    assert not Account.objects.filter(person=wang).exists()


def test_nobody_takes_in_a_deed_of_somebody_who_moved_away(lin, wang, rule):
    wang.status = "moved"
    wang.save()

    with pytest.raises(deeds.NotYourPerson):
        take_in(lin, wang, rule)


@pytest.mark.parametrize("mine", ["self", "same door", "same household"])
def test_nobody_takes_in_deeds_of_the_own_family(lin, east, home, wang, rule, mine):
    me = wang if mine == "self" else builders.make_person(builders.make_door(east), "林晓")
    if mine == "same door":
        me.home = home
    elif mine == "same household":
        me.household = wang.household = home.households.create(**east.columns())
        wang.save()
    me.user = lin
    me.save()

    with pytest.raises(deeds.TooClose):
        take_in(lin, wang, rule)

    assert nothing_was_kept()


def test_two_people_without_a_home_are_no_family(lin, east, rule):
    me = builders.make_person(None, "林晓", grid=east)
    me.user = lin
    me.save()

    assert take_in(lin, builders.make_person(None, "孙一", grid=east), rule).pk


@pytest.mark.parametrize("wrong", ["another bank's", "out of use"])
def test_only_the_own_banks_rules_in_use_count(lin, wang, rule, south, wrong):
    if wrong == "out of use":
        rule.active = False
    else:
        rule = builders.make_rule(builders.make_bank(south, "南苑道德银行"))

    with pytest.raises(deeds.WrongRule):
        take_in(lin, wang, rule)

    assert not Account.objects.filter(person=wang).exists()


@pytest.mark.parametrize("days", [1, -61])
def test_neither_the_future_nor_long_ago(lin, wang, rule, days):
    with pytest.raises(deeds.WrongDay):
        take_in(lin, wang, rule, happened_on=TODAY + timedelta(days=days))

    assert nothing_was_kept()


def test_sixty_days_ago_is_still_known(lin, wang, rule):
    assert take_in(lin, wang, rule, happened_on=TODAY - timedelta(days=60)).pk


def test_the_months_number_is_counted_by_the_day_it_happened(lin, wang, bank):
    rule = builders.make_rule(bank, "义诊", most_a_month=2)
    take_in(lin, wang, rule)
    take_in(lin, wang, rule)

    with pytest.raises(deeds.MonthIsFull) as refusal:
        take_in(lin, wang, rule)

    assert str(refusal.value.sentence) == "这个事项每人每月最多 2 次，这个月已经满了。"
    assert take_in(lin, wang, rule, happened_on=TODAY - timedelta(days=10)).pk


def test_a_refused_deed_does_not_use_up_the_month(lin, wang, bank, chen):
    rule = builders.make_rule(bank, "义诊", most_a_month=1)
    deeds.refuse(deed=take_in(lin, wang, rule), why="没有人看见", by=chen, at=NOON)

    assert take_in(lin, wang, rule).pk


def test_when_the_last_step_fails_nothing_is_kept(lin, wang, rule, monkeypatch):
    def fail(*args):
        raise RuntimeError("the power went off")

    monkeypatch.setattr(notifications, "tell_taken_in", fail)

    with pytest.raises(RuntimeError):
        take_in(lin, wang, rule)

    assert nothing_was_kept()
    assert not Account.objects.filter(person=wang).exists()
