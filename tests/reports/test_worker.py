"""Large exports go through the worker: claimed once, killed safely, five a day."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from foundation import rate_limits
from foundation.models import Record
from foundation.work import queue
from reports import tasks
from reports.exports import files, requests, writer
from reports.models import Export
from tests import builders
from tests.conftest import NOON
from tests.reports.conftest import ask_for, content_of, table_of


@pytest.fixture
def waiting(chen, north, wang):
    return ask_for(chen, north, at=timezone.now())


def test_the_worker_writes_what_waits_and_the_heart_beats(waiting, monkeypatch):
    monkeypatch.setattr(writer, "TICK", 1)
    tasks.work_on_exports()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows, waiting.claimed_at) == ("ready", 1, None)


def test_two_workers_never_have_the_same_export(waiting):
    now = timezone.now()

    assert waiting.claim(now)
    assert not waiting.claim(now)


class Killed(BaseException):
    pass


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(
    waiting, chen, monkeypatch
):
    def die(*args, **facts):
        raise Killed

    now = timezone.now()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(writer, "_finish", die)
        queue.work_on(waiting, at=now)
    assert not Record.objects.exists()

    queue.work_on(waiting, at=now + timedelta(seconds=1))
    assert Export.objects.get().state == "to_write"  # the claim still lasts

    queue.work_on(waiting, at=now + Export.CLAIM_LASTS + timedelta(seconds=1))
    assert Export.objects.get().state == "ready"
    assert (Record.objects.count(), len(list(files.folder().iterdir()))) == (1, 1)


def test_the_worker_that_was_thought_dead_comes_too_late(waiting, monkeypatch):
    write, now = files.write, timezone.now()

    def slow(*args, **facts):
        monkeypatch.setattr(files, "write", write)
        other = Export.objects.get()
        queue.work_on(other, at=now + Export.CLAIM_LASTS + timedelta(seconds=1))
        write(*args, **facts)

    monkeypatch.setattr(files, "write", slow)
    queue.work_on(waiting, at=now)

    ready = Export.objects.get()
    assert (ready.state, ready.tries, Record.objects.count()) == ("ready", 2, 1)
    assert [path.name for path in files.folder().iterdir()] == [ready.file_name]


def test_an_export_that_always_fails_is_given_up_and_the_others_go_on(
    waiting, chen, north, monkeypatch
):
    write, broken = files.write, waiting.pk

    def fail(form, name, key, **facts):
        if Export.objects.get(pk=broken).claimed_at:
            raise ValueError
        write(form, name, key, **facts)

    other = ask_for(chen, north, at=timezone.now())
    monkeypatch.setattr(files, "write", fail)
    for _ in range(4):
        Export.objects.filter(state="to_write").update(claimed_at=None)
        tasks.work_on_exports()
        Export.objects.filter(pk=broken).update(claimed_at=None)

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, waiting.stopped) == ("stopped", "went_wrong")
    assert other.state in ("ready", "stopped")


def test_what_a_killed_worker_left_on_the_disk_is_swept_away(waiting):
    tasks.work_on_exports()
    left = files.folder() / files.new_name()
    left.write_bytes(b"half")
    os.utime(left, (time.time(), time.time()))
    tasks.work_on_exports()
    assert left.exists()  # perhaps somebody is still writing it

    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    waiting.refresh_from_db()
    os.utime(files.folder() / waiting.file_name, (long_ago, long_ago))
    tasks.work_on_exports()
    assert [path.name for path in files.folder().iterdir()] == [waiting.file_name]


def test_five_a_day_and_not_one_more(chen, north, wang):
    for _ in range(requests.A_DAY):
        ask_for(chen, north)
    with pytest.raises(rate_limits.TooOften):
        ask_for(chen, north)

    assert Export.objects.count() == requests.A_DAY
    assert ask_for(chen, north, at=NOON + timedelta(days=1))


def test_what_is_refused_costs_nothing(chen, north):
    for _ in range(10):
        with pytest.raises(requests.NothingToExport):
            ask_for(chen, north)
    wang = builders.make_person(
        None,
        "王秀兰",
        grid=north.areas.create(
            level="grid", code="150299020100009", name="第九网格", parent=north
        ),
    )

    assert wang and ask_for(chen, north)


def at_once(work, times):
    """Run `work` so many times at once, each on a connection of its own."""

    def one(number):
        try:
            return work()
        except Exception as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_many_at_once_get_five_and_no_two_halves_together_pass_the_limit(
    chen, north, wang, sun, monkeypatch
):
    monkeypatch.setitem(requests.four_eyes.FROM_ROWS, 0, 5)  # two rows each: two files at most
    answers = at_once(lambda: ask_for(chen, north), 12)

    assert answers.count(rate_limits.TooOften) == 12 - requests.A_DAY
    states = sorted(Export.objects.values_list("state", flat=True))
    assert states == ["to_agree"] * 3 + ["to_write"] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_ten_workers_make_one_file(chen, north, wang):
    asked, now = ask_for(chen, north), timezone.now()
    at_once(lambda: queue.work_on(Export.objects.get(pk=asked.pk), at=now), 10)

    asked.refresh_from_db()
    assert (asked.state, Record.objects.count()) == ("ready", 1)
    assert len(list(files.folder().iterdir())) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_file_is_the_register_of_one_moment(chen, north, home, wang, monkeypatch):
    """Somebody registers people while the file is being written: they are not in it."""
    asked = ask_for(chen, north)
    monkeypatch.setattr(writer, "TICK", 1)

    def meanwhile(beside):
        at_once(lambda: builders.make_person(home, "新来的"), 1)

    queue.work_on(asked, at=timezone.now(), tick=meanwhile)

    asked.refresh_from_db()
    assert (asked.rows, asked.expected) == (1, 1)
    assert [row["姓名"] for row in table_of(asked, chen, at=timezone.now())] == ["王秀兰"]
    assert content_of(asked, chen, at=timezone.now())
