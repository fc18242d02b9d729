"""A right that ends, ends before the next row is written and before the next byte is handed over."""

from datetime import timedelta

import pytest

from foundation.models import Record
from foundation.work import queue
from grids.models import Posting
from reports.exports import files, requests
from reports.models import Export
from tests import builders
from tests.conftest import NOON, TODAY
from tests.reports.conftest import ask_for, content_of, export


def relieve(user):
    user.postings.update(until_on=TODAY - timedelta(days=1))


def demote(user):
    user.postings.update(role="community_staff")


def move(user):
    elsewhere = builders.make_area(
        "community", "150299020102", "西苑社区", user.postings.get().area.parent
    )
    user.postings.update(area=elsewhere)


def lock_out(user):
    user.is_active = False
    user.save()


ENDINGS = [relieve, demote, move, lock_out]


@pytest.mark.parametrize("end", ENDINGS)
def test_between_asking_and_writing(chen, north, wang, end):
    asked = ask_for(chen, north)
    end(chen)
    queue.work_on(asked, at=NOON)

    asked.refresh_from_db()
    assert (asked.state, asked.stopped, asked.file_name) == ("stopped", "not_theirs", "")
    assert list(files.folder().iterdir()) == []
    assert not Record.objects.exists()


@pytest.mark.parametrize("end", ENDINGS)
def test_between_writing_and_fetching(chen, north, wang, end):
    ready = export(chen, north)
    end(chen)
    chen = type(chen).objects.get(pk=chen.pk)

    with pytest.raises(requests.NotTheirs):
        content_of(ready, chen)
    assert Export.objects.get().taken == 0


@pytest.mark.parametrize("end", ENDINGS)
def test_without_the_second_look_it_would_have_left(chen, north, wang, end, monkeypatch):
    ready = export(chen, north)
    end(chen)
    monkeypatch.setattr(type(Export.objects.all()), "of", lambda rows, user: rows.all())

    assert content_of(ready, chen)


def test_a_post_that_shrinks_takes_its_rows_along(bai, street, north, wang, sun, wu):
    asked = ask_for(bai, street)
    Posting.objects.filter(user=bai).update(until_on=TODAY - timedelta(days=1))
    builders.make_post(bai, north, "secretary", from_on=TODAY)
    queue.work_on(asked, at=NOON)

    asked.refresh_from_db()
    assert asked.stopped == "not_theirs"


def test_somebody_elses_file(chen, qian, bai, lin, north, wang):
    ready = export(chen, north)

    for other in (qian, bai, lin):
        with pytest.raises(requests.NotTheirs):
            content_of(ready, other)


def test_a_file_lasts_a_day_and_not_a_second_longer(chen, north, wang):
    ready = export(chen, north)
    assert content_of(ready, chen, at=NOON + Export.LASTS - timedelta(seconds=1))

    with pytest.raises(requests.NotReady):
        content_of(ready, chen, at=NOON + Export.LASTS)


def test_after_a_day_the_clock_removes_it_with_its_key(chen, north, wang):
    ready = export(chen, north)
    requests.forget_old(NOON + Export.LASTS)

    ready.refresh_from_db()
    assert (ready.state, ready.sealed_key, list(files.folder().iterdir())) == ("gone", "", [])
    with pytest.raises(requests.NotReady):
        content_of(ready, chen)


def test_used_up_and_removed_by_hand(chen, north, wang):
    ready = export(chen, north)
    assert requests.withdraw(export=ready)

    assert list(files.folder().iterdir()) == []
    assert not requests.withdraw(export=Export.objects.get())


def test_a_file_that_vanished_or_was_changed_is_not_handed_over(chen, north, wang):
    ready = export(chen, north)
    path = files.folder() / ready.file_name
    path.write_bytes(b"")
    with pytest.raises(requests.NotReady):
        content_of(ready, chen)

    path.unlink()
    with pytest.raises(requests.NotReady):
        content_of(ready, chen)


def test_old_rows_go_after_three_years(chen, north, wang):
    ready = export(chen, north)
    requests.withdraw(export=ready)
    requests.forget_old(NOON + requests.ROWS_KEPT)
    assert Export.objects.exists()

    requests.forget_old(NOON + requests.ROWS_KEPT + timedelta(seconds=1))
    assert not Export.objects.exists()
