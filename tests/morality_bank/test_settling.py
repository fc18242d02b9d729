"""Whose home goes to another community keeps the old passbook until both banks settle."""

from uuid import uuid4

import pytest
from django.urls import reverse

from grids import boundaries
from grids.boundaries import preview
from morality_bank import ledger, settling
from morality_bank.models import Account
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
def test_the_page_settles_what_is_chosen(banks, home, far, wang, office):
    builders.change("move", buildings=(home.building,), to=far, at=NOON)
    there, (old, new) = reverse("morality_bank:settling"), banks
    page = office.get(there)
    assert "1 位储户，10050 分" in page.content.decode()

    wrong = office.post(there, {"pair": f"{new.pk}-{old.pk}"})
    done = office.post(there, {"pair": f"{old.pk}-{new.pk}"}, follow=True)

    assert (wrong.status_code, balance(new, wang)) == (422, 10_050)
    assert "没有要结清的" in done.content.decode()
