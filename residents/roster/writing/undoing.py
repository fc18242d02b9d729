"""Undoing a roster: every row it touched is as it was, or nothing happens at all."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.endings import end_sign_ins
from accounts.models import User
from foundation.audit.events import leaves_record
from foundation.batches import in_pieces
from foundation.work import queue
from foundation.work.rows import NotReady
from foundation.workbooks.footprint import KeysAreGone, remove
from grids.models import Area
from residents import spelling
from residents.models import (
    Absence,
    CareTag,
    Lookalike,
    Meeting,
    Person,
    Residency,
    Roster,
    RosterPage,
    WrittenNumber,
)
from residents.roster import pages
from residents.roster.writing import built_on, footprint, trail
from residents.roster.writing.answered import forget_questions
from residents.roster.writing.footprint import TOUCHED
from residents.roster.writing.locks import lock_for_undo

WITHIN = timedelta(days=30)
ON_PEOPLE = [CareTag, Residency, WrittenNumber]


class BuiltOn(Exception):
    """Something rests on what the roster brought; `found` says on whom, and what."""

    def __init__(self, found: list[dict]):
        super().__init__(len(found))
        self.found = found


class TooLate(Exception):
    """What it takes to undo this roster is not kept any more."""


def may_undo(roster: Roster, at: datetime) -> bool:
    if roster.state != Roster.State.TAKEN_IN or roster.taken_in_at <= at - WITHIN:
        return False
    return roster.pages.filter(part=RosterPage.Part.BEFORE).exists()


def agree(*, roster: Roster, by: User, at: datetime) -> None:
    """Somebody wants it undone. Raises NotReady."""
    queue.ask_undo(roster, at=at, undone_by=by)
    roster.pages.filter(part=RosterPage.Part.BUILT_ON).delete()


@leaves_record("roster-undone")
def undo(*, roster: Roster, at: datetime) -> None:
    """Everything as it was before, or nothing. Raises NotReady, BuiltOn, TooLate.

    What it was refused for stands on its page afterwards.
    """
    try:
        with transaction.atomic():
            held = Roster.objects.select_for_update(of=["self"]).get(pk=roster.pk)
            if held.state != Roster.State.TO_UNDO:
                raise NotReady
            changes = _put_everything_back(held)
            held.move_on(Roster.State.TO_UNDO, state=Roster.State.UNDONE, undone_at=at)
            trail.write(changes, by=held.undone_by, at=at)
    except (BuiltOn, TooLate) as refused:
        with transaction.atomic():
            roster.move_on(Roster.State.TO_UNDO, state=Roster.State.TAKEN_IN)
            found = getattr(refused, "found", [])
            pages.lay_down(roster, RosterPage.Part.BUILT_ON, found)
        raise
    roster.refresh_from_db()


def _put_everything_back(roster):
    made, changed = footprint.read(roster)
    if not made and not changed:
        raise TooLate
    Area.objects.select_for_update(no_key=True).get(pk=roster.community_id)
    lock_for_undo({**made.get(Person, {}), **changed.get(Person, {})})
    if found := built_on.find(roster, made, changed):
        raise BuiltOn(found)
    changes = trail.of_an_undo(made.get(Person, {}), changed.get(Person, {}))
    for model in ON_PEOPLE:
        remove(model, made.get(model, {}))
    _put_back(changed)
    end_sign_ins(changed.get(User, {}))  # a number is put back: whoever came in by it comes again
    _forget_numbers(changed.get(Person, {}))
    for some in in_pieces(made.get(Person, {})):
        for asked in (Lookalike, Absence):
            asked.objects.filter(person__in=some).delete()
        Meeting.objects.filter(Q(first__in=some) | Q(second__in=some)).delete()
    for model in TOUCHED.models:
        if model not in ON_PEOPLE:
            remove(model, made.get(model, {}))
    roster.pages.filter(part=RosterPage.Part.BEFORE).delete()
    forget_questions(roster.lookalikes.all())
    roster.absences.filter(answer=Absence.Answer.OPEN).delete()
    return changes


def _put_back(changed):
    try:
        for model in TOUCHED.models:
            TOUCHED.put_back(model, changed.get(model, {}))
    except KeysAreGone:
        raise TooLate from None
    for some in in_pieces(changed.get(Person, {})):
        spelling.write(Person.objects.filter(pk__in=some))


def _forget_numbers(pks) -> None:
    """Nobody wrote a number that is gone again, and nothing waits to be compared."""
    nothing = {"id_number_state": Person.IdState.WAITING, "id_number_by": None}
    for some in in_pieces(pks):
        Person.objects.filter(pk__in=some, id_number_index="").update(**nothing)
