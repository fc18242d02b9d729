"""Of many who decide on what they saw, one wins."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from cases import intake, workflow
from cases.models import Case, CaseNumber
from notices.models import Notice
from tests import builders
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
CROWD = 50


def crowd(do):
    def one(n):
        try:
            return do(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def close_by_many(case, chen):
    def close(n):
        try:
            workflow.close(
                case=case, version=case.version, answer=f"第{n}位的答复", by=chen, at=NOON
            )
            return n
        except workflow.StaleCase as stale:
            return stale.last_step.note

    return crowd(close)


@pytest.fixture
def handled(lin, chen, east, wang):
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    return builders.bring(case, "handled", desk=chen, worker=lin, at=NOON)


def test_fifty_closing_at_once_have_one_winner(handled, chen, wang):
    answers = close_by_many(handled, chen)

    [winner] = [answer for answer in answers if isinstance(answer, int)]
    assert Case.objects.get().answer == f"第{winner}位的答复"
    assert set(answers) == {winner, f"第{winner}位的答复"}  # the others read what was decided
    assert handled.steps.filter(action="close").count() == 1
    assert Notice.objects.filter(recipient=wang.user).count() == 1


def test_without_the_version_they_all_believe_they_won(handled, chen, monkeypatch):
    monkeypatch.setattr(
        workflow, "_as_seen", lambda case, version, move: Case.objects.filter(pk=case.pk)
    )

    answers = close_by_many(handled, chen)

    assert sum(isinstance(answer, int) for answer in answers) > 1


def test_the_same_report_sent_by_many_taps_is_one_case(lin, east):
    client_id = uuid4()

    numbers = crowd(lambda n: builders.make_case(lin, east, at=NOON, client_id=client_id).number)

    assert set(numbers) == {"20260310-0001"}
    assert Case.objects.count() == 1
    assert CaseNumber.objects.get().last == 1


def test_the_fifth_report_tapped_twice_is_not_refused(wang, east):
    facts = {"channel": "phone", "reporter": wang}
    for _ in range(4):
        builders.make_case(wang.user, east, at=NOON, **facts)
    client_id = uuid4()

    crowd(lambda n: builders.make_case(wang.user, east, at=NOON, client_id=client_id, **facts))

    assert Case.objects.count() == intake.A_RESIDENT_REPORTS


def test_many_reports_at_once_are_numbered_without_gap_or_double(lin, zhao, east, far):
    """Also when they come from two communities of the street."""
    places = [(lin, east), (zhao, far)]

    numbers = crowd(lambda n: builders.make_case(*places[n % 2], at=NOON).number)

    assert sorted(numbers) == [f"20260310-{n:04d}" for n in range(1, CROWD + 1)]
