"""Undoing a roster: every row it touched is as it was, or nothing happens at all."""

from datetime import datetime, timedelta

from django.db import models, transaction

from accounts.models import User
from foundation.audit.events import leaves_record
from foundation.sealing import CannotOpen, newest, seal, unseal
from foundation.work import queue
from foundation.work.rows import NotReady
from grids.models import Area
from residents.models import Absence, CareTag, Lookalike, Person, Residency, Roster, RosterPage
from residents.roster import pages
from residents.roster.batches import in_pieces
from residents.roster.writing import built_on, footprint, trail
from residents.roster.writing.answered import forget_questions
from residents.roster.writing.footprint import TOUCHED, columns
from residents.roster.writing.locks import lock_for_undo

WITHIN = timedelta(days=30)
ON_PEOPLE = [CareTag, Residency]


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
        _remove(model, made.get(model, {}))
    for model in TOUCHED:
        _put_back(model, changed.get(model, {}))
    for asked in (Lookalike, Absence):
        for some in in_pieces(made.get(Person, {})):
            asked.objects.filter(person__in=some).delete()
    for model in TOUCHED:
        if model not in ON_PEOPLE:
            _remove(model, made.get(model, {}))
    roster.pages.filter(part=RosterPage.Part.BEFORE).delete()
    forget_questions(roster.lookalikes.all())
    roster.absences.filter(answer=Absence.Answer.OPEN).delete()
    return changes


def _remove(model: type[models.Model], pks) -> None:
    """Nothing points at these rows (built_on), so nothing has to be looked for again."""
    for some in in_pieces(pks):
        rows = model._base_manager.filter(pk__in=some)
        rows._raw_delete(rows.db)


def _put_back(model: type[models.Model], changed: dict) -> None:
    names = columns(model)
    rows = {
        pk: _readable(model, pk, dict(zip(names, before, strict=True)))
        for pk, (before, _after) in changed.items()
    }
    if model is User:
        for pk, values in rows.items():
            User.objects.filter(pk=pk).update(**values)
        return
    model._base_manager.bulk_create(
        [model(pk=pk, **values) for pk, values in rows.items()],
        update_conflicts=True,
        update_fields=names,
        unique_fields=["pk"],
        batch_size=500,
    )


def _readable(model, pk, values):
    """Sealed again where the keys have changed since. Raises TooLate when the old one is gone."""
    for name in values:
        if name.endswith("_sealed") and values[name] and not values[name].startswith(newest()):
            uid = values.get("uid") or model._base_manager.values_list("uid", flat=True).get(pk=pk)
            context = f"{model._meta.db_table}.{name}.{uid}"
            try:
                values[name] = seal(unseal(values[name], context=context), context=context)
            except CannotOpen:
                raise TooLate from None
    return values
