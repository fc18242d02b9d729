"""Pairs of characters: the database counts them as we do, and uses them."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from residents.models import Person
from residents.search import people, query
from residents.search.index import pairs
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
CHARACTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x2FFFF, exclude_categories=["Cs"])


def counted(street, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT residents_name_pairs(%s, %s)", [street, name])
        return set(cursor.fetchone()[0])


@given(
    street=st.integers(1, 10**7), name=st.text(CHARACTERS, min_size=2, max_size=8), data=st.data()
)
def test_every_piece_of_a_name_is_among_its_pairs(street, name, data):
    first = data.draw(st.integers(0, len(name) - 2))
    last = data.draw(st.integers(first + 2, len(name)))
    known = counted(street, name)

    assert set(pairs(street, name[first:last])) <= known
    assert set(pairs(street, name[0])) <= known
    assert not set(pairs(street + 1, name)) & known


def test_a_piece_that_only_shares_its_pairs_is_not_found(home, bai):
    builders.make_person(home, "兰王秀兰王")

    assert (
        list(
            people.matching(
                Person.objects.all(), query.read("秀兰王秀"), to=builders.reader_of(bai)
            )
        )
        == []
    )


@pytest.fixture
def a_street_of_thousands(home, bai):
    """Enough people for an index to be worth its while."""
    columns = {"home": home, "status": "here", **home.grid.columns()}
    Person.objects.bulk_create(
        Person(
            name=f"{chr(0x4E00 + n % 700)}{chr(0x5E00 + n % 90)}{chr(0x6E00 + n // 90)}",
            pinyin=f"p{n:04d}",
            initials=f"i{n:03d}",
            phone_index=f"{n:064d}",
            **columns,
        )
        for n in range(4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE residents_person")


INDEXES = {
    "秀兰": ["person_name_pairs"],
    "王": ["person_name_pairs"],
    "wxl": ["person_pinyin", "person_initials"],
    "13800000001": ["person_phone"],
}
BESIDE_A_DOOR = ["王 3-2-501", "wxl 501", "3号楼 秀兰", "Wang Xiu-lan 3-2-501"]


def plan_of(text, bai):
    """What the database means to do."""
    reader = builders.reader_of(bai)
    found = people.matching(Person.objects.visible_to(reader), query.read(text), to=reader)
    return found[:9].explain()


def test_each_way_of_asking_has_its_index_and_a_name_beside_a_door_reads_not_everybody(
    a_street_of_thousands, bai
):
    missing = [
        (text, index)
        for text, indexes in INDEXES.items()
        for index in indexes
        if index not in plan_of(text, bai)
    ]
    read = [text for text in BESIDE_A_DOOR if "Seq Scan on residents_person" in plan_of(text, bai)]

    assert (missing, read) == ([], [])
    assert all(query.read(text).pairs for text in BESIDE_A_DOOR)


def test_a_text_of_many_blanks_is_no_name_beside_a_door():
    assert query.read("王 1 " * 15).pairs == ()
