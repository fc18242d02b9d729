"""A workbook is written part by part: killed, gone on with, let go, given up; and undone exactly."""

from datetime import timedelta

import pytest

from accounts.models import User
from foundation.work import queue
from grids.models import Area, Building, Compound, Posting
from morality_bank.models import Rule
from office.opening import saying, taking, taking_back, workflow
from residents.models import Dwelling
from tests import builders
from tests.conftest import NOON
from tests.office.organisation import NORTH, PLACES, checked, taken_in, workbook

LATER = NOON + timedelta(hours=1)
FILE = PLACES | {
    "人员": [["孙立", "sun"], ["周平", "ping"]],
    "任职": [
        ["sun", "网格员", NORTH, "北苑第二网格", "2026-03-10", ""],
        ["sun", "社区工作人员", NORTH, "", "2026-03-10", ""],
        ["ping", "网格员", NORTH, "北苑第一网格", "2026-03-10", ""],
    ],
    "积分事项": [[NORTH, "楼道清扫", "10", "", "", "", ""]],
}
MODELS = (Area, Compound, Building, Dwelling, User, Posting, Rule)


class Killed(BaseException):
    """Nothing in the program catches it."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(taking, "PART", 1)
    monkeypatch.setattr(taking_back, "PART", 2)


@pytest.fixture
def agreed(street, north, bai):
    row = checked(street, bai, workbook(**FILE))
    workflow.agree(row=row, by=bai, at=NOON)
    return row


def counts():
    return [model.objects.count() for model in MODELS]


def kill_after(parts, monkeypatch):
    """The worker dies between two parts."""
    write, written = taking.write, []

    def dies(steps, writer):
        if len(written) == parts:
            raise Killed
        written.append(steps)
        return write(steps, writer)

    monkeypatch.setattr(taking, "write", dies)


def take_in_until_killed(row, parts):
    with pytest.MonkeyPatch.context() as patch:
        kill_after(parts, patch)
        with pytest.raises(Killed):
            workflow.take_in(row=row, at=LATER)
    row.refresh_from_db()


def test_whoever_dies_after_any_part_is_followed_exactly(agreed, bai):
    """By a worker that knows only the row; the undo of it all leaves nothing."""
    before = counts()
    take_in_until_killed(agreed, 1)
    for written in range(2, len(agreed.parts)):
        take_in_until_killed(agreed, 1)
        assert agreed.parts_written == written
    workflow.take_in(row=agreed, at=LATER)
    assert agreed.state == "taken_in", saying.Found(agreed).verdict
    assert agreed.parts_written > 5
    doors, posts = Dwelling.objects.count(), Posting.objects.filter(user__username="sun").count()
    assert (doors, posts) == (2 * 6 * 2 - 2 + 1, 2)
    assert saying.Found(checked(agreed.street, bai, workbook(**FILE), at=LATER)).sheets == []

    workflow.ask_undo(row=agreed, by=bai, at=LATER)
    workflow.undo(row=agreed, at=LATER)
    assert (agreed.state, counts()) == ("undone", before)


def test_what_somebody_changed_meanwhile_sends_it_all_back(agreed, north):
    """Nobody guesses how to go on: what was written is gone, and a new look waits."""
    before = counts()
    take_in_until_killed(agreed, 2)
    assert counts() != before
    Area.objects.filter(pk=north.pk).update(name="北苑新社区")

    workflow.take_in(row=agreed, at=LATER)

    assert (agreed.state, counts()) == ("checked", before)
    assert agreed.parts_written == 0


def test_what_somebody_built_on_stays_and_is_said(agreed, north):
    take_in_until_killed(agreed, 2)
    grid = Area.objects.get(name="北苑第二网格")
    builders.make_building(grid, 77)
    Area.objects.filter(pk=north.pk).update(name="北苑新社区")

    workflow.take_in(row=agreed, at=LATER)

    assert agreed.state == "taken_in"
    assert "没有全退回" in saying.Found(agreed).verdict["text"]
    assert Area.objects.filter(pk=grid.pk).exists()


def test_what_is_given_up_goes_back_by_itself(agreed):
    before = counts()
    take_in_until_killed(agreed, 4)
    assert counts() != before

    queue.kind_of(agreed).end(agreed, queue.NOT_THEIRS)

    assert (agreed.state, counts()) == ("refused", before)


def test_an_undo_that_was_killed_goes_on(street, north, bai, monkeypatch):
    """Also when it was given up, which its page says: some of it is gone, and the rest can be asked for."""
    before = counts()
    row = taken_in(street, bai, workbook(**FILE))
    workflow.ask_undo(row=row, by=bai, at=LATER)
    back, gone = taking_back.take_back, []

    def dies(part, **about):
        if len(gone) == 3:
            raise Killed
        gone.append(part)
        back(part, **about)

    with monkeypatch.context() as patch:
        patch.setattr(taking_back, "take_back", dies)
        with pytest.raises(Killed):
            workflow.undo(row=row, at=LATER)
    row.refresh_from_db()
    assert counts() != before
    queue.kind_of(row).end(row, queue.WENT_WRONG)
    assert (row.state, "撤销没有做完" in saying.Found(row).verdict["text"]) == ("taken_in", True)
    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)
    assert (row.state, counts()) == ("undone", before)


def test_an_account_and_its_first_post_are_written_together(agreed):
    """Else the next worker would find somebody without a post, whom the street does not keep."""
    while not User.objects.filter(username="ping").exists():
        take_in_until_killed(agreed, 1)
        assert not User.objects.filter(username__in=["sun", "ping"], postings=None).exists()
    assert agreed.state == "to_take_in"  # its control: it was killed behind them, not done


def test_a_value_changed_since_the_plan_is_not_written_over(street, east, west, bai):
    taken_in(street, bai, workbook(**PLACES))
    newer = [[*PLACES["楼栋"][0][:3], west.name, *PLACES["楼栋"][0][4:]], PLACES["楼栋"][1]]
    row = checked(street, bai, workbook(**PLACES | {"楼栋": newer}), at=LATER)
    workflow.agree(row=row, by=bai, at=LATER)
    plan = workflow.dry_run(row.opened(), street=street, by=bai, at=LATER)
    writer = taking.Taking(by=bai, at=LATER)
    Building.objects.filter(number=3).update(grid=west)

    with pytest.raises(taking.Moved):
        taking.write(plan.steps, writer)
