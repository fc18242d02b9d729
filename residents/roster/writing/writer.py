"""Writing a plan into the register, set by set; the caller holds the transaction."""

from datetime import date, datetime

from accounts.models import User
from foundation.batches import in_pieces
from foundation.workbooks.footprint import Footprint
from residents.models import CareTag, Person, Residency, Roster, WrittenNumber
from residents.numbers.writing import Source
from residents.roster.plan import Plan
from residents.roster.writing import corrected, people, stays, trail
from residents.roster.writing.first_days import At
from residents.roster.writing.footprint import TOUCHED
from residents.roster.writing.places import Places
from residents.roster.writing.trail import Change


def write(
    plan: Plan,
    roster: Roster,
    *,
    source: str,
    reason: str,
    first: dict[At, date],
    by: User | None,
    at: datetime,
) -> tuple[Footprint, list[Change]]:
    """Everything the plan says. All or nothing only inside the caller's transaction.

    `source` stands with what is noted about needs, `reason` with numbers that change; `first` says
    when those of a line are due who were never contacted.

    Returns what it takes to undo it, and the changes to put on record.
    """
    footprint = Footprint(TOUCHED)
    before = {entry.person.pk: trail.before(entry) for entry in plan.changed}
    _note_what_was(plan, footprint)
    places = Places(plan, footprint)
    numbers = Source(WrittenNumber.Origin.ROSTER, reason, by, at)
    people.enter(plan, places, footprint, numbers)
    closed = people.change(plan, set(before), places, footprint, numbers)
    corrected.propose(plan, roster, places, footprint, by=by, at=at)
    stays.write_residencies(plan, footprint)
    stays.write_tags(plan, footprint, source=source, first=first, by=by, at=at)
    return footprint, _changes(plan, before, closed)


def _note_what_was(plan, footprint):
    changed = plan.changed
    will_change = footprint.will_change
    will_change(Person, [entry.person.pk for entry in changed])
    will_change(Residency, [entry.residency.pk for entry in changed if entry.residency])
    tagged = {entry.person.pk: entry.tags for entry in changed if entry.tags}
    for some in in_pieces(tagged):
        tags = CareTag.objects.filter(person__in=some).values_list("pk", "person", "kind")
        will_change(CareTag, [pk for pk, person, kind in tags if kind in tagged[person]])


def _changes(plan, before, closed):
    return [
        trail.of_a_newcomer(entry)
        if (old := before.get(entry.person.pk)) is None
        else trail.of_a_change(entry, old, closed.get(entry.person.pk, {}))
        for entry in plan.people
    ]
