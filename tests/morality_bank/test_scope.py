"""Who sees which deeds and accounts: person by person, never by household."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from morality_bank.models import Account, Bank, Deed, Rule, Transfer
from tests import builders
from tests.conftest import NOON


@pytest.fixture
def deed(lin, wang, rule):
    return builders.make_deed(lin, wang, rule, at=NOON)


def test_the_depositor_the_taker_and_those_above_see_a_deed(deed, lin, wang, chen, bai):
    for user in (lin, wang.user, chen, bai):
        assert list(Deed.objects.visible_to(builders.reader_of(user))) == [deed]


def test_spouse_neighbour_and_other_community_see_nothing(deed, li, zhou, zhao, qian, gao):
    for user in (li.user, zhou, zhao, qian, gao, AnonymousUser()):
        assert not Deed.objects.visible_to(builders.reader_of(user)).exists()


def test_a_colleague_in_the_same_grid_does_not_see_what_lin_took_in(deed, east):
    other = builders.make_staff("other", "同事", east, "grid_worker")

    assert not Deed.objects.visible_to(builders.reader_of(other)).exists()


def test_what_somebody_took_in_is_gone_with_the_post(deed, lin):
    lin.postings.update(until_on=date(2026, 1, 31))

    assert not Deed.objects.visible_to(builders.reader_of(lin)).exists()


def test_an_account_is_its_owners_and_the_banks(book, wang, li, lin, chen, bai, qian):
    for user in (wang.user, chen, bai):
        assert book in Account.objects.visible_to(builders.reader_of(user))
    for user in (li.user, lin, qian, AnonymousUser()):
        assert not Account.objects.visible_to(builders.reader_of(user)).exists()


def test_a_president_owns_no_passbook_of_others(book, chen, wang):
    assert not Account.objects.owned_by(builders.reader_of(chen)).exists()
    assert list(Account.objects.owned_by(builders.reader_of(wang.user))) == [book]


def test_a_resident_without_an_account_does_not_meet_the_issuer(book, li):
    assert not Account.objects.visible_to(builders.reader_of(li.user)).exists()
    assert not Transfer.objects.visible_to(builders.reader_of(li.user)).exists()


def test_transfers_follow_the_accounts(book, wang, chen, qian):
    transfer = Transfer.objects.get()

    for user in (wang.user, chen):
        assert list(Transfer.objects.visible_to(builders.reader_of(user))) == [transfer]
    assert not Transfer.objects.visible_to(builders.reader_of(qian)).exists()


def test_banks_and_rules_are_those_of_the_own_communities(rule, bank, south, chen, bai, qian):
    builders.make_rule(builders.make_bank(south, "南苑道德银行"))

    assert list(Bank.objects.visible_to(builders.reader_of(chen))) == [bank]
    assert list(Rule.objects.visible_to(builders.reader_of(chen))) == [rule]
    assert (
        Bank.objects.visible_to(builders.reader_of(bai)).count()
        == Rule.objects.visible_to(builders.reader_of(bai)).count()
        == 2
    )
    assert not Rule.objects.visible_to(builders.reader_of(qian)).filter(pk=rule.pk).exists()
