"""Rosters that wait: what is done with one in each state, and what a page says meanwhile."""

import contextlib
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.work import queue
from foundation.work.queue import Kind, Undo
from grids.models import Reader, posts
from grids.roles import Duty
from residents.models import Roster
from residents.roster import workflow
from residents.roster.writing import undoing

State = Roster.State
WHY = {
    queue.WENT_WRONG: workflow.WENT_WRONG,
    queue.NOT_THEIRS: gettext_noop(
        "要导入的人已经不在这个岗位上，登记没有动过。请在岗的同事再传一次。"
    ),
}


def is_still_theirs(roster: Roster, on: date) -> bool:
    """Whether who asked for it may still import here, now that its turn has come."""
    is_undo = roster.state == State.TO_UNDO
    by = roster.undone_by if is_undo else roster.taken_in_by or roster.uploaded_by
    if by is None:
        return True
    return posts.holds(Reader.for_job(by, on), Duty.IMPORT_ROSTER, roster.community)


def _check(roster, signs, at):
    workflow.check(roster=roster, at=at, signs=signs)


def _take_in(roster, signs, at):
    with contextlib.suppress(workflow.RegisterChanged):  # a new dry run waits then
        workflow.take_in(roster=roster, at=at)


def _undo(roster, signs, at):
    with contextlib.suppress(undoing.BuiltOn, undoing.TooLate):  # stands on its page then
        undoing.undo(roster=roster, at=at)


def _give_up(roster, why):
    workflow.give_up(roster, WHY[why])


def _says(roster):
    if roster.state == State.TO_TAKE_IN:
        return _("正在写进登记。要么全部写进去，要么一行也不写。")
    if roster.state == State.TO_UNDO:
        return _("正在撤销。要么全部退回，要么一行也不退。")
    if roster.is_waiting:
        return _("名册已经收到，正在排队检查。")
    lines = {"now": roster.done, "all": max(roster.total, roster.done)}
    values = {name: f"{n:,}" for name, n in lines.items()}
    return _("正在检查，已读 %(now)s 行，约 %(all)s 行") % values


ROSTERS = Kind(
    Roster,
    steps={State.TO_CHECK: _check, State.TO_TAKE_IN: _take_in},
    may=is_still_theirs,
    give_up=_give_up,
    says=_says,
    undo=Undo(of=State.TAKEN_IN, waiting=State.TO_UNDO, step=_undo, may=undoing.may_undo),
)
