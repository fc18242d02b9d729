"""Rosters that wait: whose turn it is, whether who asked still may, and what is to be done."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from grids.models import Reader, posts
from grids.roles import Duty
from residents.models import Roster
from residents.models.rosters import NotReady
from residents.roster import workflow
from residents.roster.writing import undoing

MOST_TRIES = 3
NO_POST = _("要导入的人已经不在这个岗位上，登记没有动过。请在岗的同事再传一次。")


def claim(*, roster: Roster, at: datetime) -> bool:
    """Take a waiting roster for this worker; false when another one has it."""
    mine = Roster.objects.to_do(at).filter(pk=roster.pk)
    if not mine.update(claimed_at=at, tries=F("tries") + 1):
        return False
    roster.refresh_from_db()
    return True


def is_still_theirs(roster: Roster, *, on: date) -> bool:
    """Whether who asked for it may still import here, now that its turn has come."""
    is_undo = roster.state == Roster.State.TO_UNDO
    by = roster.undone_by if is_undo else roster.taken_in_by or roster.uploaded_by
    if by is None:
        return True
    return posts.holds(Reader.for_job(by, on), Duty.IMPORT_ROSTER, roster.community)


def work_on(*, roster: Roster, at: datetime, tick: Callable[[int], None] = lambda done: None):
    """Do what waits, if nobody else does; what a killed worker began simply begins again."""
    if not claim(roster=roster, at=at):
        return
    if roster.tries > MOST_TRIES:
        workflow.give_up(roster)
    elif not is_still_theirs(roster, on=timezone.localdate(at)):
        workflow.give_up(roster, NO_POST)
    elif roster.state == Roster.State.TO_CHECK:
        workflow.check(roster=roster, at=at, tick=tick)
    elif roster.state == Roster.State.TO_UNDO:
        with contextlib.suppress(undoing.BuiltOn, undoing.TooLate, NotReady):
            undoing.undo(roster=roster, at=at)
    else:
        with contextlib.suppress(workflow.RegisterChanged, NotReady):
            workflow.take_in(roster=roster, at=at)
