"""Whose home goes to another community keeps the old passbook until both banks settle."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from grids import boundaries
from grids.boundaries import preview
from morality_bank import agreeing, ledger, settling
from morality_bank.models import Account, Settlement
from notices.models import Notice
from tests import builders
from tests.conftest import NOON, TODAY


@pytest.fixture
def banks(north, south, qian, wang):
    """Two banks; Wang has 10,050 points in the old one, more than one transfer moves."""
    old, new = builders.make_bank(north), builders.make_bank(south, "南苑道德银行")
    account = builders.make_account(old, wang, 10_000)
    builders.move(old.accounts.get(kind="issuer"), account, 50)
    return old, new


def balance(bank, person):
    account = Account.objects.filter(bank=bank, person=person).first()
    return account and account.balance


def test_a_passbook_stays_until_both_banks_settle(banks, home, far, wang, bai, chen, qian):
    old, new = banks
    asked = boundaries.Change(boundaries.Kind.MOVE, buildings=(home.building,), to=far)
    looked = preview.of(asked, day=TODAY)
    assert [line.numbers["points"] for line in looked.lines] == [(10_050, 0), (0, 10_050)]
    assert {"n": 1, "bank": old.name, "points": 10_050} in [
        values for _, values in looked.sentences
    ]
    row = boundaries.make(change=asked, by=None, at=NOON)
    assert (balance(old, wang), balance(new, wang)) == (10_050, None)
    assert boundaries.may_undo(row)

    done = settling.settle(old=old, new=new, by=bai, at=NOON)

    assert (done.passbooks, done.points) == (1, 10_050)
    assert (balance(old, wang), balance(new, wang)) == (0, 10_050)
    for bank in banks:
        assert sum(account.balance for account in bank.accounts.all()) == 0
    assert settling.settle(old=old, new=new, by=bai, at=NOON).points == 0
    told = Notice.objects.filter(key__startswith="settled:").values_list("recipient", flat=True)
    assert set(told) == {chen.pk, qian.pk}
    with pytest.raises(boundaries.BuiltOn):
        boundaries.undo(row=row, by=None, at=NOON)


def test_what_is_reserved_stays_behind(banks, home, far, wang, bai):
    old, new = banks
    account, issuer = wang.bank_accounts.get(), old.accounts.get(kind="issuer")
    about = {"reason": "预留", "source": "test", "by": None, "at": NOON}
    ledger.hold(key=uuid4(), debit=account, credit=issuer, amount=30, **about)
    builders.change("move", buildings=(home.building,), to=far, at=NOON)

    assert settling.settle(old=old, new=new, by=bai, at=NOON).points == 10_020
    assert balance(old, wang) == 30


@pytest.mark.usefixtures("midday")
def test_it_takes_a_yes_of_each_bank(banks, home, far, wang, lin, chen, qian, bai, client):
    builders.change("move", buildings=(home.building,), to=far, at=NOON)
    there, (old, new) = reverse("morality_bank:settling"), banks
    pair = {"pair": f"{old.pk}-{new.pk}", "do": "agree"}

    def said(user, **more):
        client.force_login(user)
        return client.post(there, pair | more, follow=True)

    client.force_login(bai)
    assert "1 位储户，10050 分" in client.get(there).text
    assert said(bai, pair=f"{new.pk}-{old.pk}").status_code == 422
    assert "等另一家同意" in said(bai).text  # the street asks, and speaks for neither
    row = Settlement.objects.get()
    assert (row.old_by, row.new_by, balance(new, wang)) == (None, None, None)
    assert "要由它自己的行长来同意" in said(bai).text
    told = Notice.objects.filter(about=f"settlement:{row.uid}")
    assert set(told.values_list("recipient", flat=True)) == {chen.pk, qian.pk}

    assert "等另一家同意" in said(chen).text
    assert "您已经替一家同意过了" in said(chen).text
    assert "陈芳同意了" in client.get(there).text and balance(new, wang) is None
    assert "结清了：1 位储户的 10050 分" in said(qian).text

    row.refresh_from_db()
    assert (row.state, row.old_by, row.new_by) == ("settled", chen, qian)
    assert (balance(old, wang), balance(new, wang)) == (0, 10_050)
    assert not told.filter(read_at=None).exists()
    assert "没有要结清的" in client.get(there).text
    client.force_login(lin)
    assert client.get(there).status_code == 404


def test_a_president_who_asks_has_said_yes_and_one_no_is_enough(
    banks, home, far, wang, chen, qian, lin
):
    builders.change("move", buildings=(home.building,), to=far, at=NOON)
    old, new = banks
    about = {"at": NOON}
    with pytest.raises(agreeing.NotTheirs):
        agreeing.ask(old=old, new=new, by=lin, **about)
    row = agreeing.ask(old=old, new=new, by=chen, **about)
    assert (row.old_by, agreeing.ask(old=old, new=new, by=qian, **about)) == (chen, row)

    agreeing.decline(row=row, by=qian, **about)

    for act in (agreeing.agree, agreeing.decline):
        with pytest.raises(agreeing.Decided):
            act(row=row, by=qian, **about)
    assert balance(new, wang) is None
    assert Notice.objects.filter(key__startswith="settlement-declined:").get().recipient == chen


def test_the_street_speaks_for_a_bank_without_a_president_and_never_one_for_both(
    banks, home, far, wang, chen, qian, bai, south
):
    builders.change("move", buildings=(home.building,), to=far, at=NOON)
    old, new = banks
    qian.postings.update(until_on=TODAY - timedelta(days=1))
    builders.make_post(chen, south, "secretary")
    row = agreeing.ask(old=old, new=new, by=chen, at=NOON)
    with pytest.raises(agreeing.SamePerson):
        agreeing.agree(row=row, by=chen, at=NOON)  # president of both by now

    done = agreeing.agree(row=row, by=bai, at=NOON)

    assert (done.points, balance(new, wang)) == (10_050, 10_050)
    with pytest.raises(IntegrityError), transaction.atomic():  # the rows say so by themselves
        Settlement.objects.update(new_by=chen)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.update(new_by=None)
