"""Looking at a number in full: why, how often, and never unrecorded."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from foundation import rate_limits
from foundation.audit import reasons
from foundation.audit.verify import Check
from foundation.models import Record, Tally
from residents.models import Person
from residents.reveal import disclosure
from tests import builders
from tests.conftest import NOON

WHY = "核对补贴名单"
NUMBER = builders.make_id_number()


@pytest.fixture
def wang(wang):
    wang.set_id_number(NUMBER)
    wang.save()
    return wang


def look(person, by, *, column="phone", reason=WHY, at=NOON):
    return disclosure.reveal(person=person, column=column, reason=reason, by=by, at=at)


def test_the_number_comes_with_a_line_on_record(wang, lin):
    assert look(wang, lin) == "13800000001"
    assert look(wang, lin, column="id_number") == NUMBER

    lines = [
        json.loads(body) for body in Record.objects.order_by("pk").values_list("body", flat=True)
    ]
    assert [(line["field"], line["why"], line["role"]) for line in lines] == [
        ("phone", WHY, "grid_worker"),
        ("id_number", WHY, "grid_worker"),
    ]
    assert {row.scope for row in Record.objects.all()} == {"150299020100"}
    assert Check().findings == []


def test_without_a_record_there_is_no_number(wang, lin):
    """The insert really fails, in the database."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_record ADD CONSTRAINT no_room CHECK (false) NOT VALID")

    with pytest.raises(IntegrityError, match="no_room"), transaction.atomic():
        look(wang, lin)

    assert not Tally.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "看一看", " 核 对 "])
def test_a_reason_has_five_characters(wang, lin, reason):
    with pytest.raises(reasons.TooShort):
        look(wang, lin, reason=reason)


@pytest.mark.parametrize(
    "reason", ["给王秀兰打电话", "号码是13800000001吗", "打 138 0000 0001 问问"]
)
def test_a_reason_holds_no_name_and_no_number(wang, lin, reason):
    with pytest.raises(reasons.TellsTooMuch):
        look(wang, lin, reason=reason)


@pytest.mark.parametrize("who", ["zhou", "qian", "gao"])
def test_nobody_else_gets_it(wang, request, who):
    with pytest.raises(disclosure.NotTheirs):
        look(wang, request.getfixturevalue(who))

    assert not Record.objects.exists()


def test_a_helper_who_sees_doors_does_not_get_it_either(wang, li, east):
    helper = builders.make_staff("helper", "何帮", east, "campaign_helper")
    for by in (helper, li.user):
        with pytest.raises(disclosure.NotTheirs):
            look(wang, by)


def test_an_empty_field_costs_nothing(lin, li):
    with pytest.raises(disclosure.NothingThere):
        look(li, lin, column="id_number")

    assert not Tally.objects.exists()


def test_another_field_than_the_two_cannot_be_asked_for(wang, lin):
    with pytest.raises(ValueError, match="remarks"):
        look(wang, lin, column="remarks")


def test_thirty_a_day_and_the_next_day_again(wang, lin, chen):
    for _ in range(disclosure.A_DAY):
        look(wang, lin)
    with pytest.raises(rate_limits.TooOften):
        look(wang, lin)

    look(wang, chen)
    look(wang, lin, at=NOON + timedelta(days=1))
    assert Record.objects.count() == 32


def test_the_secretary_is_on_record_as_the_secretary(wang, chen, lin, east):
    builders.make_staff("two", "二岗", east, "grid_worker")
    look(wang, chen)

    assert disclosure.looks_at(wang).items[0].role == "社区书记（道德银行行长）"


def test_the_person_reads_who_looked_and_why_newest_first(wang, li, lin, chen):
    look(wang, lin)
    look(li, lin)
    look(wang, chen, column="id_number", at=NOON + timedelta(hours=1))

    assert [(look.who, look.what, look.why) for look in disclosure.looks_at(wang).items] == [
        ("陈芳", "身份证号", WHY),
        ("林晓", "手机号", WHY),
    ]


@pytest.mark.parametrize("looks", [1, 3])
def test_reading_them_takes_four_queries(wang, lin, looks, django_assert_num_queries):
    for _ in range(looks):
        look(wang, lin)

    with django_assert_num_queries(4):  # entries, what is held back, the record, and the names
        assert len(disclosure.looks_at(wang).items) == looks


def test_a_number_sealed_for_another_row_is_not_shown(wang, li, lin):
    Person.objects.filter(pk=wang.pk).update(phone_sealed=li.phone_sealed)

    with pytest.raises(Exception, match=str(wang.uid)):
        look(wang, lin)
