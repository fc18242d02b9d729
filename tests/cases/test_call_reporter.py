"""From a case to the telephone of the person who reported it, for those who may know them."""

import pytest

from residents import registry
from residents.numbers import writing
from tests import builders


@pytest.fixture
def page(as_user):
    def page(who, case):
        return as_user(who).get(f"/cases/{case.uid}/").content.decode()

    return page


@pytest.fixture
def link(wang):
    return f"/people/{wang.uid}/reveal/?field=phone&amp;usual=case"


def test_the_secretary_calls_from_the_case_and_says_why_with_it(
    as_user, page, link, chen, wang, from_phone
):
    assert link in page(chen, from_phone())

    asked = as_user(chen).get(link.replace("&amp;", "&")).content.decode()
    assert asked.count(" checked") == 2  # the phone, and to answer what was reported
    assert "138<wbr>0000<wbr>0001" not in asked


def test_whoever_is_sent_finds_no_number(page, link, chen, lin, from_phone, now):
    case = builders.bring(from_phone(), "dispatched", desk=chen, worker=lin, at=now)

    assert link in page(chen, case)
    assert link not in page(lin, case)


def test_nobody_is_led_to_a_number_that_is_not_there(page, link, chen, wang, from_phone, now):
    case = from_phone()
    assert link in page(chen, case)
    writing.write_phone(
        person=wang, phone="", origin="office", reason="号码停机了", by=chen, at=now
    )

    assert link not in page(chen, case)


def test_nor_to_somebody_who_lives_elsewhere_by_now(page, link, chen, wang, from_phone, far, now):
    case = from_phone()
    assert link in page(chen, case)
    there = builders.make_door(far)
    registry.move(person=wang, to=there, tenure="own", on=now.date(), by=None, at=now)

    assert link not in page(chen, case)
