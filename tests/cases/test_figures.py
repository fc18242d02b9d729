"""The desk in numbers."""

from datetime import timedelta

from django.utils import timezone

from cases import figures
from tests import builders


def by_name(figure):
    return {row.name: list(row.values) for row in figure.series}


def test_open_cases_by_step_and_age(lin, chen, east, now):
    for days, status in ((1, "reported"), (5, "reported"), (20, "dispatched"), (40, "closed")):
        at = now - timedelta(days=days)
        builders.bring(builders.make_case(lin, east, at=at), status, desk=chen, worker=lin, at=at)
    figure = figures.open_by_state_and_age(builders.reader_of(chen), now=now)

    assert by_name(figure) == {
        "3 天以内": [1, 0, 0, 0, 0],
        "4 到 7 天": [1, 0, 0, 0, 0],
        "8 到 30 天": [0, 0, 1, 0, 0],
        "30 天以上": [0, 0, 0, 0, 0],
    }
    assert figure.sentence == "3 件还没办结；1 件已过答复期限。"


def test_what_came_and_what_was_closed_by_week(lin, chen, east, now):
    at = now - timedelta(days=14)
    case = builders.make_case(lin, east, at=at)
    builders.bring(case, "closed", desk=chen, worker=lin, at=now)
    figure = figures.reported_and_ended(builders.reader_of(chen, timezone.localdate(now)))

    assert (by_name(figure)["新来"].index(1), by_name(figure)["办结"].index(1)) == (9, 11)


def test_a_confidential_case_is_not_counted_for_others(lin, chen, bai, from_phone, now):
    from_phone(confidential=True, words="不能说的事")

    assert not figures.open_by_state_and_age(builders.reader_of(chen), now=now).is_empty
    assert figures.open_by_state_and_age(builders.reader_of(bai), now=now).is_empty
