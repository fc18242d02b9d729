"""From how many rows on a second person must agree (P5), and who that may be."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation.models import Record
from foundation.work import queue
from reports import four_eyes, notifications
from reports.exports import requests
from reports.four_eyes import FROM_ROWS, Holds
from reports.models import Export
from tests import builders
from tests.conftest import NOON
from tests.reports.conftest import ask_for, content_of, export

BOUNDARIES = [(Holds.ORDINARY, 1_000), (Holds.SENSITIVE, 249), (Holds.WHEREABOUTS, 24)]


def left(by, area, rows, holds=Holds.ORDINARY, *, at=NOON, **facts):
    """A file somebody got earlier."""
    facts = {"state": "gone", "table": "people", "why": "早些时候"} | facts
    return Export.objects.create(
        area=area, expected=rows, rows=rows, holds=holds, asked_by=by, asked_at=at, **facts
    )


def because(by, holds, rows, *, at=NOON, full=False):
    return four_eyes.because(Export.objects, by=by, holds=holds, full=full, rows=rows, at=at)


@pytest.mark.parametrize(("holds", "most"), BOUNDARIES)
def test_up_to_the_limit_alone_and_one_more_together(chen, holds, most):
    assert because(chen, holds, most) == ""
    assert because(chen, holds, most + 1) == four_eyes.REASONS[holds]


@pytest.mark.parametrize(("holds", "most"), BOUNDARIES)
def test_many_small_files_are_one_large_one(chen, north, holds, most):
    left(chen, north, most - 3, holds)
    left(chen, north, 2, holds)

    assert because(chen, holds, 1) == ""
    assert because(chen, holds, 2) == four_eyes.REASONS[holds]


def test_at_midnight_here_the_count_begins_again(chen, north):
    midnight = NOON.replace(hour=0)
    left(chen, north, 1_000, at=midnight - timedelta(seconds=1))
    assert because(chen, Holds.ORDINARY, 1_000) == ""

    left(chen, north, 1, at=midnight)
    assert because(chen, Holds.ORDINARY, 1_000) == "many"


def test_delicate_rows_count_as_ordinary_ones_too_but_not_the_other_way(chen, north):
    left(chen, north, 200, Holds.SENSITIVE)
    assert because(chen, Holds.ORDINARY, 801) == "many"

    assert because(chen, Holds.SENSITIVE, 49) == ""


def test_ordinary_rows_do_not_use_up_the_delicate_ones(chen, north):
    left(chen, north, 700, Holds.ORDINARY)

    assert because(chen, Holds.SENSITIVE, 249) == ""


def test_what_others_got_and_what_two_agreed_to_does_not_count(chen, qian, bai, north, south):
    left(qian, south, 1_000)
    left(chen, north, 5_000, agreed_by=bai, because="many")
    left(chen, north, 900, state="refused")

    assert because(chen, Holds.ORDINARY, 1_000) == ""


def test_whole_numbers_and_the_words_of_a_case_always_take_two(chen):
    assert because(chen, Holds.ORDINARY, 1, full=True) == "full"
    assert because(chen, Holds.CASE_TEXT, 1) == "case_text"


@pytest.fixture
def few(monkeypatch):
    """Two rows are already many."""
    monkeypatch.setitem(FROM_ROWS, Holds.ORDINARY, 2)


def test_above_the_limit_it_waits_and_the_street_office_is_told(
    chen, bai, mai, north, wang, sun, few
):
    asked = ask_for(chen, north)
    queue.work_on(asked, at=NOON)

    assert (asked.state, asked.because, asked.file_name) == ("to_agree", "many", "")
    assert [user.notices.count() for user in (bai, mai, chen)] == [1, 1, 0]
    waits = [notifications.waiting(builders.reader_of(user), NOON) for user in (bai, mai, chen)]
    assert [line and line.values for line in waits] == [{"n": 1}, {"n": 1}, None]


def test_rows_that_came_since_may_take_a_second_person_after_all(chen, bai, north, home, wang, few):
    asked = ask_for(chen, north)
    assert asked.state == "to_write"
    builders.make_person(home, "新来的")
    queue.work_on(asked, at=NOON)

    asked.refresh_from_db()
    assert (asked.state, asked.because, asked.expected) == ("to_agree", "many", 2)
    requests.agree(export=asked, by=bai, at=NOON)
    queue.work_on(asked, at=NOON)
    asked.refresh_from_db()
    assert (asked.state, asked.rows) == ("ready", 2)


def test_a_yes_is_for_what_was_seen(chen, bai, north, home, wang):
    asked = ask_for(chen, north, full=True)
    requests.agree(export=asked, by=bai, at=NOON)
    for number in range(12):
        builders.make_person(home, f"新来的{number}")
    queue.work_on(asked, at=NOON)

    asked.refresh_from_db()
    assert (asked.state, asked.agreed_by, asked.expected) == ("to_agree", None, 13)


def test_nobody_agrees_to_their_own(bai, mai, street, wang):
    asked = ask_for(bai, street, full=True)
    with pytest.raises(requests.NotTheirs):
        requests.agree(export=asked, by=bai, at=NOON)

    requests.agree(export=asked, by=mai, at=NOON)
    assert Export.objects.get().agreed_by == mai


def test_a_secretary_agrees_to_nothing(chen, qian, bai, street, north, wang):
    theirs = [ask_for(bai, street, full=True), ask_for(bai, north, full=True)]
    for asked in theirs:
        for by in (chen, qian):
            with pytest.raises(requests.NotTheirs):
                requests.agree(export=asked, by=by, at=NOON)


def test_two_answers_are_one(chen, bai, mai, north, wang):
    asked = ask_for(chen, north, full=True)
    requests.refuse(export=asked, reason="先问过民政局", by=bai, at=NOON)

    with pytest.raises(requests.NotReady):
        requests.agree(export=asked, by=mai, at=NOON)
    assert (Export.objects.get().state, chen.notices.count()) == ("refused", 1)


def test_the_yes_is_on_record_with_who_and_why(chen, bai, north, wang):
    asked = ask_for(chen, north, full=True)
    requests.agree(export=asked, by=bai, at=NOON)

    said = Record.objects.get()
    assert '"what": "agreed people' in said.body
    assert str(bai.uid) in said.body


def test_the_database_knows_it_too(chen, north, wang):
    asked = ask_for(chen, north, full=True)
    for facts in ({"state": "to_write"}, {"agreed_by": chen}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Export.objects.filter(pk=asked.pk).update(**facts)


def test_only_the_one_who_asked_gets_the_file(chen, bai, north, wang):
    ready = export(chen, north, full=True, agreed_by=bai)

    with pytest.raises(requests.NotTheirs):
        content_of(ready, bai)


def test_nobody_answers_for_a_week_and_it_ends(chen, north, wang):
    ask_for(chen, north, full=True)
    requests.forget_old(NOON + requests.UNDECIDED)
    assert Export.objects.get().state == "to_agree"

    requests.forget_old(NOON + requests.UNDECIDED + timedelta(seconds=1))
    assert (Export.objects.get().state, Export.objects.get().stopped) == ("stopped", "nobody")
