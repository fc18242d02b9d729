"""The bank of the north community, its issuer, one rule, and Wang's passbook with 100 points."""

import pytest

from tests import builders


@pytest.fixture
def bank(north):
    return builders.make_bank(north)


@pytest.fixture
def issuer(bank):
    return bank.accounts.get(kind="issuer")


@pytest.fixture
def rule(bank):
    return builders.make_rule(bank)


@pytest.fixture
def book(bank, wang):
    return builders.make_account(bank, wang, points=100)


@pytest.fixture
def sun(west):
    """Lives in the west, Zhou's grid, in the same community."""
    return builders.make_person(builders.make_door(west), "孙玉梅")
