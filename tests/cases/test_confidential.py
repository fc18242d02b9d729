"""Who sees a case: the area, or for a confidential one only who is named; and never the reporter."""

from datetime import date, timedelta

import pytest

from cases import need_to_know, workflow
from cases.models import Case
from grids import postings
from grids.models import Posting
from notices import reminders
from notices.models import Notice
from tests import builders
from tests.conftest import NOON, TODAY


def seen_by(user, on=TODAY):
    return set(Case.objects.visible_to(builders.reader_of(user, on)))


@pytest.fixture
def secret(wang, chen, east):
    facts = {"channel": "phone", "reporter": wang, "confidential": True}
    return builders.make_case(wang.user, east, at=NOON, **facts)


def test_an_ordinary_case_is_seen_by_its_area(lin, zhou, chen, qian, bai, staff, gao, wang, east):
    case = builders.make_case(lin, east, at=NOON)

    for user in (lin, chen, bai, staff):
        assert seen_by(user) == {case}
    for user in (zhou, qian, gao, wang.user):
        assert seen_by(user) == set()


def test_a_confidential_case_is_seen_by_the_named_alone(
    secret, lin, zhou, chen, qian, bai, staff, gao, wang, li
):
    assert seen_by(chen) == {secret}
    for user in (lin, zhou, qian, bai, staff, gao, wang.user, li.user):
        assert seen_by(user) == set()


def test_staff_who_filed_it_and_whoever_handles_it_are_named(lin, zhou, chen, east):
    secret = builders.make_case(lin, east, at=NOON, confidential=True)
    assert seen_by(lin) == {secret}

    other = builders.make_staff("other", "另一位", east, "grid_worker")
    secret = workflow.accept(case=secret, version=1, by=chen, at=NOON)
    workflow.dispatch(case=secret, version=2, handler=other, by=chen, at=NOON)

    assert seen_by(other) == {secret}
    assert seen_by(zhou) == set()


def test_who_no_longer_handles_it_no_longer_sees_it(secret, lin, chen, east):
    other = builders.make_staff("other", "另一位", east, "grid_worker")
    case = builders.bring(secret, "dispatched", desk=chen, worker=lin, at=NOON)
    assert seen_by(lin) == {secret}

    workflow.dispatch(case=case, version=case.version, handler=other, by=chen, at=NOON)

    assert (seen_by(lin), seen_by(other)) == (set(), {secret})


def test_a_name_ends_with_the_post_it_was_given_for(secret, chen, south):
    postings.relieve(
        posting=Posting.objects.get(user=chen), on=TODAY + timedelta(days=1), by=None, at=NOON
    )
    postings.appoint(
        user=chen, area=south, role="secretary", from_on=TODAY + timedelta(days=1), by=None, at=NOON
    )

    assert seen_by(chen, on=TODAY) == {secret}
    assert seen_by(chen, on=TODAY + timedelta(days=1)) == set()


def test_a_renewed_post_keeps_the_name(secret, chen, north):
    post = Posting.objects.get(user=chen)
    postings.relieve(posting=post, on=TODAY, by=None, at=NOON)
    postings.appoint(user=chen, area=north, role="secretary", from_on=TODAY, by=None, at=NOON)

    assert seen_by(chen) == {secret}


def test_the_next_secretary_finds_what_was_left(secret, chen, north):
    postings.relieve(posting=Posting.objects.get(user=chen), on=date(2026, 3, 11), by=None, at=NOON)
    next_one = builders.make_staff("next", "后任", north, "secretary", from_on=date(2026, 3, 11))
    assert seen_by(next_one, on=date(2026, 3, 11)) == set()

    reminders.sweep(NOON + timedelta(days=1))

    assert seen_by(next_one, on=date(2026, 3, 11)) == {secret}
    assert Notice.objects.filter(recipient=next_one, text__contains="保密").count() == 1


def test_a_case_found_to_be_confidential_closes_for_the_area(lin, chen, staff, wang, east):
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    assert seen_by(lin) == {case}

    workflow.accept(case=case, version=1, confidential=True, by=staff, at=NOON)

    assert (seen_by(lin), seen_by(chen), seen_by(staff)) == (set(), {case}, {case})


def test_a_secretary_with_two_posts_sees_each_case_once(secret, chen, north):
    postings.appoint(user=chen, area=north, role="community_staff", from_on=TODAY, by=None, at=NOON)
    need_to_know.name(secret, [chen])

    assert list(Case.objects.visible_to(builders.reader_of(chen))) == [secret]


def test_visible_rows_are_found_by_one_query_without_a_join_that_doubles(
    secret, chen, django_assert_num_queries
):
    reader = builders.reader_of(chen)
    assert reader.posts

    with django_assert_num_queries(1):
        assert len(Case.objects.visible_to(reader)) == 1


def test_the_reporter_is_known_to_who_triages_there_and_who_filed_it(
    lin, zhou, chen, qian, bai, staff, wang, east
):
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    filed = builders.make_case(lin, east, at=NOON, reporter=wang)

    knowing = [
        user
        for user in (lin, zhou, chen, qian, bai, staff)
        if case.shows_reporter_to(builders.reader_of(user))
    ]

    assert knowing == [chen, bai, staff]
    assert filed.shows_reporter_to(builders.reader_of(lin))


def test_own_reports_belong_to_the_person_not_to_the_household(secret, wang, li):
    assert list(Case.objects.reported_by(wang)) == [secret]
    assert list(Case.objects.reported_by(li)) == []
