"""Rosters that wait: what is done with one in each state, and what a page says meanwhile."""

import contextlib
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.work import queue
from foundation.work.queue import Kind, Undo
from grids.models import posts
from grids.roles import Duty
from residents.models import Roster
from residents.roster import rest, workflow
from residents.roster.writing import undoing

State = Roster.State
WHY = {
    queue.WENT_WRONG: workflow.WENT_WRONG,
    queue.NOT_THEIRS: gettext_noop(
        "要导入的人已经不在这个岗位上，登记没有动过。请在岗的同事再传一次。"
    ),
}
WHY_TAKEN_BACK = {
    queue.WENT_WRONG: gettext_noop(
        "导入的时候几次出了意外，写进去的已经自己退回。请再传一次；还不行，请把文件交给街道工作人员。"
    ),
    queue.NOT_THEIRS: gettext_noop(
        "要导入的人已经不在这个岗位上，写进去的已经自己退回。请在岗的同事再传一次。"
    ),
}
WHY_STOPPED = {
    queue.WENT_WRONG: gettext_noop(
        "撤销没有做完，有几样可能已经退回。请再撤销一次；还不行，请找管服务器的人。"
    ),
    queue.NOT_THEIRS: gettext_noop(
        "要撤销的人已经不在这个岗位上，撤销没有做完，有几样可能已经退回。请在岗的同事再撤销一次。"
    ),
}


def is_still_theirs(roster: Roster, on: date) -> bool:
    """Whether who asked for it may still import here, now that its turn has come."""
    return posts.still_holds(roster.asked_by, Duty.IMPORT_ROSTER, roster.community, on=on)


def _check(roster, signs, at):
    workflow.check(roster=roster, at=at, signs=signs)


def _take_in(roster, signs, at):
    with contextlib.suppress(workflow.RegisterChanged):  # a new dry run waits then
        workflow.take_in(roster=roster, at=at, signs=signs)


def _undo(roster, signs, at):
    with contextlib.suppress(undoing.BuiltOn, undoing.TooLate):  # stands on its page then
        undoing.undo(roster=roster, at=at, signs=signs)


def _give_up(roster, why):
    if roster.begun_at is None:
        workflow.give_up(roster, WHY[why])
    else:
        rest.take_back(roster, WHY_TAKEN_BACK[why])


def _says(roster):
    if roster.state == State.TO_TAKE_IN:
        return _written_so_far(roster)
    if roster.state == State.TO_UNDO:
        return _("正在撤销，一批一批退回。中途断了会自己接着退。")
    if roster.is_waiting:
        return _("名册已经收到，正在排队检查。")
    lines = {"now": roster.done, "all": max(roster.total, roster.done)}
    values = {name: f"{n:,}" for name, n in lines.items()}
    return _("正在检查，已读 %(now)s 行，约 %(all)s 行") % values


def _written_so_far(roster):
    """Meanwhile the register holds a part of it, and nobody shall take that for the whole."""
    if not roster.done:
        return _("正在写进登记。中途断了会自己接着写完。")
    rows = {"now": f"{roster.done:,}", "all": f"{roster.total:,}"}
    return _("正在写进登记，已写 %(now)s 行，共 %(all)s 行。写完以前，登记里只有一部分。") % rows


ROSTERS = Kind(
    Roster,
    steps={State.TO_CHECK: _check, State.TO_TAKE_IN: _take_in},
    may=is_still_theirs,
    give_up=_give_up,
    says=_says,
    undo=Undo(
        of=State.TAKEN_IN,
        waiting=State.TO_UNDO,
        step=_undo,
        may=undoing.may_undo,
        stopped=lambda roster, why: {"findings": undoing.stopped(roster, WHY_STOPPED[why])},
    ),
)
