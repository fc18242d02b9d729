"""Many ID numbers are looked up through their index, however many people there are."""

import re

import pytest
from django.db import connection

from residents.models import Person

INDEX = re.compile(r"person_id_number\b")  # of all numbers, not of the confirmed ones
MANY = [f"{number:064x}" for number in range(500)]


def plan_of(people):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return people.explain()


@pytest.mark.postgres
def test_five_hundred_numbers_are_found_through_the_index(db):
    assert INDEX.search(plan_of(Person.objects.with_id_indexes(MANY)))


@pytest.mark.postgres
def test_without_saying_that_none_is_empty_all_rows_would_be_read(db):
    assert not INDEX.search(plan_of(Person.objects.filter(id_number_index__in=MANY)))
