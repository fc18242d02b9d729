"""Points by month: what was posted, in and out, of one passbook or of one bank."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from morality_bank import figures
from tests import builders
from tests.conftest import TODAY


def at(month, day):
    return datetime(2026, month, day, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def book(north, wang):
    bank = builders.make_bank(north)
    issuer, account = bank.accounts.get(kind="issuer"), builders.make_account(bank, wang)
    builders.move(issuer, account, 30, at=at(1, 1))
    builders.move(account, issuer, 12, at=at(2, 28))
    builders.move(issuer, account, 5, at=at(3, 1))
    return account


def test_a_passbook_by_months(book):
    figure = figures.of_account(book, on=TODAY)

    assert [list(row.values)[-3:] for row in figure.series] == [[30, 0, 5], [0, 12, 0]]
    assert figure.sentence == "最近一年存入 35 分，支取 12 分。"
    assert figure.labels[-1] == "3月"


def test_what_only_waits_is_not_in_it(book, lin, wang):
    rule = builders.make_rule(book.bank)
    builders.make_deed(lin, wang, rule, at=at(3, 5))

    assert sum(figures.of_account(book, on=TODAY).series[0].values) == 35


def test_a_bank_is_counted_for_whoever_decides_there(book, chen, qian, lin):
    assert [sum(row.values) for row in figures.of_banks(builders.reader_of(chen)).series] == [
        35,
        12,
    ]
    assert figures.of_banks(builders.reader_of(qian)).is_empty
    assert figures.of_banks(builders.reader_of(lin)).is_empty


def test_longer_ago_than_a_year_is_left_out(book):
    assert sum(figures.of_account(book, on=date(2027, 2, 1)).series[0].values) == 5
