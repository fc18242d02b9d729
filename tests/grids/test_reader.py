"""Who looks: one object, made in one place, with the posts of its day."""

from datetime import timedelta

import pytest

from accounts.models import User
from grids import postings
from grids.models import Reader, reach
from grids.roles import Duty
from residents.models import Dwelling, Person
from tests.builders import reader_of
from tests.conftest import NOON, TODAY


@pytest.fixture
def post(lin):
    return lin.postings.get()


def test_the_posts_of_the_day_are_read_once(lin, home, django_assert_num_queries):
    reader = reader_of(lin)

    with django_assert_num_queries(1):
        assert reader.holds(Duty.LOG_CONTACTS)
        assert not reader.holds(Duty.TRIAGE_CASES)
        reach(reader.posts, Duty.SEE_PEOPLE)
        Person.objects.visible_to(reader).with_duty(reader, Duty.SEE_CARE)


def test_a_post_counts_until_midnight_and_no_longer(lin, post):
    postings.end(posting=post, last_day=TODAY, by=None, at=NOON)

    assert reader_of(lin).posts == [post]
    assert reader_of(lin, TODAY + timedelta(days=1)).posts == []


def test_whoever_came_with_a_code_has_no_post(lin):
    assert Reader(lin, signed_in_by="code", day=TODAY).posts == []
    assert Reader(lin, signed_in_by="password", factor="key", day=TODAY).posts != []


def test_a_user_fresh_from_the_database_has_no_post_and_sees_nothing(lin, home):
    fresh = User.objects.get(pk=lin.pk)

    assert Reader.of(lin, day=TODAY).holds(Duty.SEE_DOORS)
    assert not Reader.of(fresh, day=TODAY).is_signed_in
    assert Reader.of(fresh, day=TODAY).posts == []
    assert not Dwelling.objects.visible_to(Reader.of(fresh, day=TODAY)).exists()


def test_a_job_goes_by_the_posts_alone(lin, post):
    lin.signed_in_by = "code"

    assert Reader.for_job(lin, TODAY).posts == [post]
    assert Reader.of(lin, day=TODAY).posts == []


def test_an_account_switched_off_has_no_post(lin):
    lin.is_active = False

    assert reader_of(lin).posts == []


def test_a_user_of_a_request_brings_its_reader_along(lin):
    lin.reader = Reader.for_job(lin, TODAY)

    assert Reader.of(lin, day=TODAY) is lin.reader
    assert Reader.of(lin, day=TODAY + timedelta(days=1)) is not lin.reader


def test_what_posts_reach_asks_nothing(lin, django_assert_num_queries):
    posts = reader_of(lin).posts

    with django_assert_num_queries(0):
        assert str(reach(posts, Duty.SEE_PEOPLE)) == f"(AND: ('grid__in', [{posts[0].area_id}]))"
        assert str(reach([], Duty.SEE_PEOPLE)) == "(AND: ('pk__in', []))"


@pytest.mark.parametrize("address", ["/today/", "/field/", "/api/v1/me/"])
def test_a_page_reads_the_posts_once(client, lin, home, address, django_assert_max_num_queries):
    client.force_login(lin)

    with django_assert_max_num_queries(100) as queries:
        assert client.get(address).status_code == 200

    asked = [query["sql"] for query in queries if 'FROM "grids_posting"' in query["sql"]]
    assert len(asked) == 1
