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
from foundation.work.signs import silent
from foundation.workbooks.footprint import KeysAreGone, remove
from grids.models import Area
from residents import spelling
from residents.models import (
    Absence,
    CareTag,
    CorrectedByHand,
    Correction,
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
ON_PEOPLE = [Correction, CareTag, Residency, WrittenNumber]


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


def undo(*, roster: Roster, at: datetime, signs=silent) -> None:
    """Everything as it was before, part by part, the last one first; or nothing, if something is
    built on it. Raises NotReady, BuiltOn, TooLate.

    What it was refused for stands on its page afterwards.
    """
    if roster.state != Roster.State.TO_UNDO:
        raise NotReady
    try:
        parts = footprint.parts(roster)
        if len(parts) != 1:
            _look_first(roster)  # nobody waits, and nothing is put back before we know
        for number, pages_of_it in enumerate(parts, start=1):
            _undo(roster, pages_of_it, at, is_last=number == len(parts))
            if number < len(parts):
                signs(number, len(parts))
    except (BuiltOn, TooLate) as refused:
        _refuse(roster, refused)
        raise
    roster.refresh_from_db()


def _look_first(roster):
    made, changed = footprint.read(roster)
    if not made and not changed:
        raise TooLate
    if found := built_on.find(roster, made, changed):
        raise BuiltOn(found)


def stopped(roster: Roster, why: str) -> dict:
    """The findings of a roster whose undo was given up: some of it may be gone, and its page says so."""
    return roster.findings | {"partly": "undo stopped", "stopped": why}


def _refuse(roster, refused):
    roster.refresh_from_db()
    findings = dict(roster.findings)
    if findings.get("partly") == "undo stopped":  # of the time before
        del findings["partly"]
    agreed = findings.get("parts", {}).get("digests", [])
    if roster.parts_written < len(agreed):  # somebody built on it while we were at it
        findings["partly"] = "undone"
    found = pages.sealed(roster, RosterPage.Part.BUILT_ON, getattr(refused, "found", []))
    with transaction.atomic():
        roster.move_on(Roster.State.TO_UNDO, state=Roster.State.TAKEN_IN, findings=findings)
        pages.put(roster, RosterPage.Part.BUILT_ON, found)


@leaves_record("roster-undone")
@transaction.atomic
def _undo(roster, numbers, at, *, is_last):
    if not roster.held().select_for_update().exists():
        raise NotReady
    changes = _put_part_back(roster, numbers)
    roster.pages.filter(part=RosterPage.Part.BEFORE, number__in=numbers).delete()
    roster.held().update(parts_written=numbers[0] - 1)
    if is_last:
        forget_questions(roster.lookalikes.all())
        roster.absences.filter(answer=Absence.Answer.OPEN).delete()
        roster.move_on(Roster.State.TO_UNDO, state=Roster.State.UNDONE, undone_at=at)
    trail.write(changes, by=roster.undone_by, at=at)


def _put_part_back(roster, numbers):
    made, changed = footprint.read(roster, numbers)
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
        for about in (Lookalike, Absence, CorrectedByHand):
            about.objects.filter(person__in=some).delete()
        Meeting.objects.filter(Q(first__in=some) | Q(second__in=some)).delete()
    for model in TOUCHED.models:
        if model not in ON_PEOPLE:
            remove(model, made.get(model, {}))
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
