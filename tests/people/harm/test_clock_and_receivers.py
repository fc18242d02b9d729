"""Two hours, every day; who is told of it, and who never is."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import clocks, need_to_know, workflow
from cases.harm import receivers
from cases.models import Deadline, Step
from notices import reminders
from notices.models import Notice
from residents.own import entries
from tests import builders
from tests.conftest import NOON, TODAY
from tests.people.harm.conftest import SHANGHAI, named, seen_by


@pytest.mark.parametrize(
    ("told_at", "due"),
    [
        (datetime(2026, 3, 10, 12), datetime(2026, 3, 10, 14)),
        (datetime(2026, 3, 14, 12), datetime(2026, 3, 14, 14)),  # a Saturday
        (datetime(2026, 3, 10, 23, 30), datetime(2026, 3, 11, 10)),  # read in the morning
    ],
)
def test_two_hours_every_day_and_from_the_morning_when_it_is_night(told_at, due, hurt):
    due_at, _why = clocks.due(
        category=hurt, priority="normal", at=told_at.replace(tzinfo=SHANGHAI), place=None
    )
    assert due_at == due.replace(tzinfo=SHANGHAI)


def test_the_number_is_a_row_and_once_taken_on_the_usual_time_counts(hurt, tell, both, staff):
    Deadline.objects.filter(category=hurt).update(amount=4)
    case = tell()
    assert case.due_at == NOON + timedelta(hours=4)

    case = workflow.accept(case=case, version=1, by=staff, at=NOON)

    usual, _why = clocks.due_once_open(hurt, "normal", at=NOON, place=case)
    assert case.due_at == usual == datetime(2026, 3, 17, 17, 30, tzinfo=SHANGHAI)


# Who is told.


def test_only_the_receivers_know_and_they_sort_it_out(tell, both, staff, mei, chen, bai, lin, li):
    case = tell()

    assert named(case) == {"staff", "mei"}
    for user in (chen, bai, lin, li.user):
        assert seen_by(user) == set() and not Notice.objects.filter(recipient=user).exists()
    for user in both:
        told = Notice.objects.filter(recipient=user, about__startswith="case:")
        assert seen_by(user) == {case} and told.count() == 1
    case = workflow.accept(case=case, version=1, by=mei, at=NOON)
    case = workflow.dispatch(case=case, version=2, handler=lin, by=staff, at=NOON)
    case = workflow.handle(case=case, version=3, note="陪去了派出所", by=lin, at=NOON)
    case = workflow.close(case=case, version=4, answer="陪您办好了", by=mei, at=NOON)
    assert case.has_ended


def test_who_reports_may_keep_one_of_them_out(tell, both, staff, mei):
    case = tell(kept_from=staff)

    assert named(case) == {"mei"} and seen_by(staff) == set()
    reminders.sweep(
        NOON.replace(hour=8) + timedelta(days=1)
    )  # also whoever looks after the forsaken
    assert seen_by(staff) == set()


def test_nobody_of_the_same_home_receives_or_is_sent(tell, both, staff, mei, wang, li, monkeypatch):
    """Li, her husband, works in the community's office himself."""
    li.user = staff
    li.save(update_fields=["user"])

    case = tell()

    assert named(case) == {"mei"}
    assert staff not in dict(need_to_know.workers(case, on=TODAY))
    monkeypatch.setattr(entries, "are_close", lambda me, person: False)  # the guard taken away
    assert receivers.of_case(case, on=TODAY) == both


def test_before_anybody_is_chosen_the_secretary_and_when_she_is_kept_out_the_street(
    tell, chen, bai, staff
):
    assert named(tell()) == {"chen"}
    assert named(tell(kept_from=chen)) == {"bai"}


def test_unopened_it_goes_on_by_itself_to_the_street_and_then_above(
    tell, chen, bai, district, north, street
):
    above = builders.make_staff("fang", "方远", district, "street_staff")
    case = tell()
    reminders.sweep(case.due_at - timedelta(minutes=1))
    assert named(case) == {"chen"}

    reminders.sweep(case.due_at)
    assert named(case) == {"chen", "bai"}
    assert Notice.objects.filter(recipient=bai, text__contains="保密").count() == 1
    reminders.sweep(case.due_at)
    reminders.sweep(case.due_at + timedelta(hours=2))
    assert named(case) == {"chen", "bai", "fang"} and seen_by(above) == {case}
    reminders.sweep(case.due_at + timedelta(hours=9))
    assert case.steps.filter(action=Step.PASSED_ON).count() == 2

    workflow.accept(case=case, version=1, by=above, at=NOON)  # any of them, and it kept its version


def test_taken_on_in_time_it_stays_where_it_is(tell, chen, bai):
    case = tell()
    workflow.accept(case=case, version=1, by=chen, at=NOON)

    reminders.sweep(NOON + timedelta(hours=3))

    assert named(case) == {"chen"}


def test_what_is_found_to_be_harm_while_it_is_accepted_reaches_the_receivers_too(
    from_phone, hurt, both, chen, staff
):
    case = from_phone()
    workflow.accept(case=case, version=1, category=hurt, by=chen, at=timezone.now())

    assert named(case) == {"staff", "mei", "chen"}  # who decided has read it anyway


def test_a_category_of_harm_is_never_open(hurt):
    hurt.confidential_by_default = False
    with pytest.raises(ValidationError, match="必须默认保密"):
        hurt.full_clean()
