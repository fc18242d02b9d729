"""Somebody is being hurt at home: who is told, and a case of it."""

from zoneinfo import ZoneInfo

import pytest

from cases.harm import receivers
from cases.models import Case, Category
from tests import builders
from tests.conftest import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")

SAID = "我男人喝了酒，拿凳子砸门"


@pytest.fixture
def hurt(db):
    return Category.objects.get(harm=True)


@pytest.fixture
def mei(street):
    """At the street office, for women and children."""
    return builders.make_staff("mei", "梅芳", street, "street_staff")


@pytest.fixture
def both(north, staff, mei, chen):
    """The two north has chosen: one of its own office and one of the street's."""
    for user, woman in ((staff, False), (mei, True)):
        receivers.choose(community=north, user=user, is_woman=woman, by=chen, at=NOON)
    return [staff, mei]


@pytest.fixture
def tell(wang, east):
    def tell(at=NOON, **facts):
        facts = {"channel": "phone", "reporter": wang, "category": "家里有人被伤害"} | facts
        return builders.make_case(wang.user, east, words=SAID, at=at, **facts)

    return tell


def named(case):
    return {user.username for user in need_to_know_users(case)}


def need_to_know_users(case):
    return [row.user for row in case.named.select_related("user")]


def seen_by(user):
    return set(Case.objects.visible_to(builders.reader_of(user)))
