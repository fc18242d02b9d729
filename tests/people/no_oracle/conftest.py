"""One number is another's, one nobody's: what is compared, and how."""

import difflib
import re

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests import builders, neighbourhood
from tests.chance import without_chance

# Of one birth date and sex, which a number tells by itself.
THEIRS, NOBODYS = (builders.make_id_number("19500102", order) for order in (901, 903))

PHONE = "13900000001"


def person_page(name, *args):
    return reverse(f"admin:residents_person_{name}", args=args)


@pytest.fixture
def stranger(district):
    """Somebody of another street, whom nobody of ours may see."""
    door = builders.make_door(neighbourhood.grid_abroad(district), "901")
    return builders.make_person(door, "远方人", id_number=THEIRS, phone=PHONE)


# The office's own form for a person: the pages, the questions to the database, the next morning.
KEY = 7_000_001  # of whoever is entered

DRAWN = ("residents_person", "residents_residency", "django_admin_log")


def as_if(sent):
    """What `sent()` gives, and nothing of it stays; what the next one enters has the same keys."""
    with connection.cursor() as cursor:
        before = [last_of(table, cursor) for table in DRAWN]
        for table in DRAWN:
            count_from(table, KEY, cursor)
        with transaction.atomic():
            given = sent()
            transaction.set_rollback(True)
        for table, last in zip(DRAWN, before, strict=True):
            count_from(table, last + 1, cursor)
    return given


def last_of(table, cursor):
    cursor.execute(f"SELECT last_value FROM {table}_id_seq")
    return cursor.fetchone()[0]


def count_from(table, key, cursor):
    cursor.execute("SELECT setval(%s, %s, false)", [f"{table}_id_seq", key])


def apart(theirs, nobodys):
    """The lines in which two lists of answers differ."""
    assert len(theirs) == len(nobodys)
    pairs = (
        (str(each).split("\\n") for each in both) for both in zip(theirs, nobodys, strict=True)
    )
    lines = [
        line for one, other in pairs for line in difflib.unified_diff(list(one), list(other), n=0)
    ]
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def plain(page):
    """Without the moment of a change, which passes, and what is sealed anew for every page."""
    body = re.sub(r"<time[^<]*</time>|sm4\.[\w.-]+", "", page.content.decode())
    return page.status_code, without_chance(body)
