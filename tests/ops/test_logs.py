import logging
import sys

import pytest
from django.db import IntegrityError, transaction

from config.logs import Brief, Discreet, discreet
from residents.models import Person


def as_logged(formatter, message, *values, error=False):
    line = logging.LogRecord("zerentian", 40, "", 0, message, values, error and sys.exc_info())
    return formatter("%(name)s %(message)s").format(line)


def test_what_passes_by_itself_is_told_in_one_line():
    try:
        raise ConnectionError("no broker\nat this address")
    except ConnectionError:
        assert as_logged(Brief, "away\nagain", error=True) == "zerentian away"


@pytest.mark.parametrize(
    "number", ["13800000001", "+8613800000001", "150299195001020867", "15029919500102086X"]
)
def test_no_number_of_a_person_gets_into_a_log(number):
    assert as_logged(Discreet, "%s is not there", number) == "zerentian *** is not there"


@pytest.mark.parametrize(
    "text", ["notice 1234567 failed", "150299020100 has 34000 rows", "0.13800000001"]
)
def test_other_numbers_stay(text):
    assert discreet(text) == text


def test_the_row_a_database_error_quotes_stays_out(wang):
    Person.objects.filter(pk=wang.pk).update(remarks="第一行\n\n第二行")
    try:
        with transaction.atomic():
            Person.objects.filter(pk=wang.pk).update(tier="high")
    except IntegrityError as error:
        assert "王秀兰" in str(error) and "第二行" in str(error)  # noqa: PT017 - logged where it is caught
        said = as_logged(Discreet, "it failed", error=True)

    assert "王秀兰" not in said and "第二行" not in said
    assert "person_with_a_tier_has_a_next_contact" in said and "Traceback" in said
