"""People a complete roster does not name: asked about one by one, never moved by themselves."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from residents import registry
from residents.models import Absence, Person, Roster
from residents.roster.planning.plan import in_pieces

Answer = Absence.Answer


def note(roster: Roster, absent: list[int]) -> None:
    """Replace what this roster asks about; what was answered already stays."""
    roster.absences.filter(answer=Answer.OPEN).delete()
    answered = set(roster.absences.values_list("person", flat=True))
    Absence.objects.bulk_create(
        [Absence(roster=roster, person_id=pk) for pk in absent if pk not in answered],
        batch_size=500,
    )


@transaction.atomic
def answer(*, roster: Roster, answers: dict[int, str], by: User, at: datetime, on: date) -> int:
    """What somebody says about the absences with these keys; who moved away, moves away now.

    Returns how many answers are new. Somebody who moved or died meanwhile is left as they are.
    """
    changed = 0
    for some in in_pieces(answers):
        asked = roster.absences.select_for_update(of=["self"]).filter(pk__in=some)
        for each in asked.exclude(answer=Answer.MOVED).order_by("pk"):
            said = Answer(answers[each.pk])
            if said == each.answer:
                continue
            if said == Answer.MOVED:
                _move_away(each.person_id, by=by, at=at, on=on)
            each.answer, each.answered_by, each.answered_at = said, by, at
            each.save(update_fields=["answer", "answered_by", "answered_at"])
            changed += 1
    return changed


def _move_away(pk, *, by, at, on):
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    if person.status == Person.Status.HERE:
        registry.moved_away(person=person, on=on, by=by, at=at)
