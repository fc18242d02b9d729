"""Organisation workbooks that wait: what is done with one in each state."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.work import queue
from foundation.work.queue import Kind, Undo
from grids.models import posts
from grids.roles import Duty
from office.models import OrganisationFile
from office.opening import workflow

State = OrganisationFile.State
WHY = {queue.WENT_WRONG: workflow.WENT_WRONG, queue.NOT_THEIRS: workflow.NOT_THEIRS}
WHY_STOPPED = {
    queue.WENT_WRONG: workflow.STOPPED,
    queue.NOT_THEIRS: workflow.NOT_THEIRS_TO_UNDO,
}


def is_still_theirs(row: OrganisationFile, on: date) -> bool:
    """Whether who asked for it may still administer the street, now that its turn has come."""
    return posts.still_holds(row.asked_by, Duty.ADMINISTER, row.street, on=on)


def _check(row, signs, at: datetime):
    workflow.check(row=row, at=at)


def _take_in(row, signs, at: datetime):
    workflow.take_in(row=row, at=at, signs=signs)


def _undo(row, signs, at: datetime):
    workflow.undo(row=row, at=at, signs=signs)


def _says(row):
    if row.state == State.TO_TAKE_IN:
        return _("正在写进登记，一批一批写。中途断了会自己接着写完。")
    return _("正在撤销…") if row.state == State.TO_UNDO else _("正在检查…")


FILES = Kind(
    OrganisationFile,
    steps={State.TO_CHECK: _check, State.TO_TAKE_IN: _take_in},
    may=is_still_theirs,
    give_up=lambda row, why: workflow.give_up(row, WHY[why]),
    says=_says,
    undo=Undo(
        of=State.TAKEN_IN,
        waiting=State.TO_UNDO,
        step=_undo,
        may=workflow.may_undo,
        stopped=lambda row, why: workflow.stopped(row, WHY_STOPPED[why]),
    ),
)
