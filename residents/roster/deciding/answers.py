"""What somebody answers: are these two the same person, and is this person still here?"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from foundation.batches import in_pieces
from residents import registry
from residents.models import Absence, Lookalike, Person, Roster


@transaction.atomic
def answer_pairs(*, roster: Roster, answers: dict[int, str], by: User, at: datetime) -> int:
    """The pairs with these keys are one person, two, or to be decided later.

    Returns how many answers are new.
    """
    changed = 0
    for each in roster.lookalikes.filter(pk__in=answers).exclude(sealed_row="").order_by("pk"):
        answer = Lookalike.Answer(answers[each.pk])
        if answer != each.answer:
            _keep(each, answer, by=by, at=at)
            changed += 1
    return changed


@transaction.atomic
def answer_absences(
    *, roster: Roster, answers: dict[int, str], by: User, at: datetime, on: date
) -> int:
    """Whether the people of these absences are still here; who moved away, moves away now.

    Returns how many answers are new. Somebody who moved or died meanwhile is left as they are.
    """
    changed = 0
    for some in in_pieces(answers):
        asked = roster.absences.select_for_update(of=["self"]).filter(pk__in=some)
        for each in asked.exclude(answer=Absence.Answer.MOVED).order_by("pk"):
            answer = Absence.Answer(answers[each.pk])
            if answer == each.answer:
                continue
            if answer == Absence.Answer.MOVED:
                _move_away(each.person_id, by=by, at=at, on=on)
            _keep(each, answer, by=by, at=at)
            changed += 1
    return changed


def _keep(asked, answer, *, by, at):
    asked.answer, asked.answered_by, asked.answered_at = answer, by, at
    asked.save(update_fields=["answer", "answered_by", "answered_at"])


def _move_away(pk, *, by, at, on):
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    if person.status == Person.Status.HERE:
        registry.moved_away(person=person, on=on, by=by, at=at)
