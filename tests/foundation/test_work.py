"""Background work: claimed once, taken up again when a worker dies, given up with a word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.models import Heartbeat
from foundation.snapshot import one_moment
from foundation.tasks import now_or_later, work_on_what_waits
from foundation.work import pages, queue, waking
from foundation.work.queue import Kind, Undo
from foundation.work.rows import NotReady, Work
from foundation.work.signs import TakenOver
from residents.models import Roster
from tests.conftest import NOON
from tests.waiting import Meeting

SOON = NOON + timedelta(seconds=10)
LATER = NOON + Work.CLAIM_LASTS + timedelta(seconds=1)


class Killed(BaseException):
    pass


class Desk:
    """A kind of work for these tests, done with the rows of rosters; notes what it was asked."""

    def __init__(self):
        self.worked, self.ended, self.allowed = [], [], True

    def check(self, row, signs, at):
        self.worked.append(row.pk)
        row.move_on("to_check", state="checked")

    def undo(self, row, signs, at):
        row.move_on("to_undo", state="undone")

    def give_up(self, row, why):
        self.ended.append((row.pk, why))
        row.move_on(row.state, state="refused")

    def kind(self):
        return Kind(
            Roster,
            steps={
                "to_check": lambda *given: self.check(*given),
                "to_take_in": lambda row, signs, at: None,
            },
            may=lambda row, on: self.allowed,
            give_up=self.give_up,
            says=lambda row: f"{row.done} / {row.total}",
            undo=Undo(
                of="taken_in",
                waiting="to_undo",
                step=lambda *given: self.undo(*given),
                may=lambda row, at: self.allowed,
            ),
        )


@pytest.fixture
def desk(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(queue, "_kinds", {Roster: desk.kind()})
    return desk


def make_row(north, state="to_check", **facts):
    return Roster.objects.create(community=north, uploaded_at=NOON, state=state, **facts)


@pytest.fixture
def waiting(north):
    return make_row(north)


def state_of(row):
    return Roster.objects.values_list("state", flat=True).get(pk=row.pk)


def die(*given):
    raise Killed


# Claiming.


def test_what_waits_is_done_once(desk, waiting):
    queue.work_on(waiting, at=NOON)
    queue.work_on(Roster.objects.get(), at=NOON)

    assert (desk.worked, state_of(waiting)) == ([waiting.pk], "checked")


def claims_of_ten(waiting, monkeypatch):
    """How many of ten workers got the row, when all of them saw it waiting."""
    meeting = Meeting(10)
    to_do = type(Roster.objects.all()).to_do

    def looked(rows, at):
        found = to_do(rows, at)
        meeting.wait()
        return found

    monkeypatch.setattr(type(Roster.objects.all()), "to_do", looked)

    def claim(row):
        try:
            return row.claim(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return sum(pool.map(claim, [Roster.objects.get() for _ in range(10)]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_ten_workers_one_gets_it(waiting, monkeypatch):
    assert claims_of_ten(waiting, monkeypatch) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_without_the_condition_all_of_them_would(waiting, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(
        type(Roster.objects.all()), "to_do", lambda rows, at: rows.filter(state="to_check")
    )

    assert claims_of_ten(waiting, monkeypatch) == 10


# Dying, and failing.


def test_what_a_killed_worker_left_is_taken_up_again_when_its_claim_lapsed(desk, waiting):
    check, desk.check = desk.check, die
    with pytest.raises(Killed):
        queue.work_on(waiting, at=NOON)
    desk.check = check

    queue.work_on(waiting, at=SOON)
    assert state_of(waiting) == "to_check"

    queue.work_on(waiting, at=LATER)
    assert state_of(waiting) == "checked"


def test_signs_of_life_keep_it(desk, waiting, monkeypatch):
    def long(row, signs, at):
        monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
        signs(700, 2_000)
        queue.work_on(Roster.objects.get(), at=LATER + timedelta(seconds=1))
        desk.worked.append(row.pk)

    desk.check = long
    queue.work_on(waiting, at=NOON)

    row = Roster.objects.get()
    assert (desk.worked, row.done, row.total, row.tries) == ([waiting.pk], 700, 2_000, 1)


def test_without_them_another_worker_takes_it_and_the_first_one_hears_so(desk, waiting):
    """Control of the test above, and what the worker that was thought dead may still do: nothing."""

    def silent(row, signs, at):
        desk.check = Desk.check.__get__(desk)
        queue.work_on(Roster.objects.get(), at=LATER)
        assert row.held().update(state="refused") == 0
        with pytest.raises(TakenOver):
            signs(700)
        signs(700)  # the queue looks past it

    desk.check = silent
    queue.work_on(waiting, at=NOON)

    assert (desk.worked, state_of(waiting)) == ([waiting.pk], "checked")


def test_three_times_in_vain_and_it_is_given_up_while_the_others_go_on(desk, north, caplog):
    broken, fine = make_row(north), make_row(north)

    def check(row, signs, at):
        if row.pk == broken.pk:
            raise ValueError("always")
        Desk.check(desk, row, signs, at)

    desk.check = check
    for _ in range(queue.MOST_TRIES + 1):
        Roster.objects.update(claimed_at=None)
        work_on_what_waits()

    assert (desk.ended, desk.worked) == ([(broken.pk, queue.WENT_WRONG)], [fine.pk])
    assert [record.message for record in caplog.records] == [f"roster {broken.pk} failed"] * 3


def test_who_may_no_more_gets_nothing_done(desk, waiting):
    desk.allowed = False
    queue.work_on(waiting, at=NOON)

    assert (desk.worked, desk.ended) == ([], [(waiting.pk, queue.NOT_THEIRS)])


def test_the_heart_beats_for_every_row_and_every_sign(desk, waiting):
    Heartbeat.objects.create(name="worker", at=NOON)
    beats = []

    def check(row, signs, at):
        for done in range(3):
            Heartbeat.objects.update(at=NOON)
            signs(done)
            beats.append(Heartbeat.objects.get().at > NOON)

    desk.check = check
    work_on_what_waits()

    assert beats == [True] * 3


def test_in_a_request_no_heart_beats(desk, waiting):
    """Else a worker that stands still would seem well as long as somebody uploads."""
    Heartbeat.objects.create(name="worker", at=NOON)
    desk.check = lambda row, signs, at: signs(1)
    now_or_later(waiting, at=timezone.now(), small=True)

    assert Heartbeat.objects.get().at == NOON


@pytest.mark.django_db(transaction=True)
def test_signs_are_seen_while_the_work_itself_only_reads(desk, waiting):
    seen = []

    def look():
        seen.append(Roster.objects.get().done)

    def check(row, signs, at):
        with one_moment() as signs.write:
            look()
            signs(5, 9)
            look()  # still the moment it began in
        look()

    desk.check = check
    queue.work_on(waiting, at=NOON)

    assert seen == [0, 0, 5]


# Undoing.


def test_undoing_is_asked_for_and_done_like_everything_else(desk, north, chen):
    row = make_row(north, "taken_in")

    queue.ask_undo(row, at=NOON, undone_by=chen)
    assert (row.state, row.undone_by) == ("to_undo", chen)

    queue.work_on(row, at=NOON)
    assert state_of(row) == "undone"


def test_an_undo_in_vain_leaves_everything_as_it_was(desk, north):
    row = make_row(north, "to_undo", tries=queue.MOST_TRIES)

    queue.work_on(row, at=NOON)

    assert (state_of(row), desk.ended) == ("taken_in", [])


@pytest.mark.parametrize(("state", "allowed"), [("taken_in", False), ("checked", True)])
def test_what_cannot_be_undone_says_so(desk, north, state, allowed):
    desk.allowed = allowed
    row = make_row(north, state)

    with pytest.raises(NotReady):
        queue.ask_undo(row, at=NOON)

    assert state_of(row) == state


def test_a_state_nobody_works_on_is_noticed_when_the_house_starts(desk):
    kind = desk.kind()
    with pytest.raises(ValueError, match="to_take_in"):
        Kind(Roster, {"to_check": desk.check}, kind.may, kind.give_up, kind.says, kind.undo)


# Waiting, leaving, coming back.


def test_a_page_shows_numbers_once_they_are_known(desk, north):
    waits = make_row(north, total=40)
    works = make_row(north, total=40, done=50, claimed_at=NOON)
    unknown = make_row(north, claimed_at=NOON)

    assert [pages.at_work(row)["counts"] for row in (waits, works, unknown)] == [False, True, False]
    assert pages.at_work(works)["done"] == 40


def test_whoever_comes_back_finds_how_far_it_is_and_then_the_result(rf, desk, waiting):
    there = reverse("residents:imports")
    answer = pages.progress(rf.get("/"), waiting, there=there)
    assert (answer.status_code, "0 / 0" in answer.content.decode()) == (200, True)

    queue.work_on(waiting, at=NOON)

    answer = pages.progress(rf.get("/"), Roster.objects.get(), there=there)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, there)


def test_what_is_large_is_left_to_the_worker(desk, waiting, monkeypatch):
    woken = []
    monkeypatch.setattr(waking, "wake", woken.append)

    now_or_later(waiting, at=NOON, small=False)

    assert (woken, desk.worked) == ([work_on_what_waits], [])


def test_a_broker_that_is_away_is_no_reason_to_fail(desk, waiting, monkeypatch, caplog):
    def away(**options):
        raise OperationalError("nobody there")

    monkeypatch.setattr(work_on_what_waits, "apply_async", away)
    now_or_later(waiting, at=NOON, small=False)

    assert "could not be woken" in caplog.text
    assert state_of(waiting) == "to_check"


def test_nothing_to_do_costs_one_question_for_each_kind(db, django_assert_num_queries):
    kinds = list(queue.kinds())

    names = {"Roster", "Export", "OrganisationFile", "Recomputation"}
    assert {kind.model.__name__ for kind in kinds} == names
    for kind in kinds:
        with django_assert_num_queries(1):
            list(kind.model.objects.to_do(NOON).light())
