"""Once a day every number that waits is compared with all others; nobody who writes one is told.

What a form or a file answered the moment it was sent would tell whoever sends a list of numbers
who is registered elsewhere. So a number is taken as it is written and waits; the clock confirms
it, or finds that somebody else's is confirmed already (decision 22).
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from foundation.batches import in_pieces
from residents.models import Person

State = Person.IdState


def compare() -> int:
    """Confirm what nobody else has, mark what somebody has. Safe to repeat and to skip.

    The earlier entry is confirmed first. Returns how many numbers were compared.
    """
    let_go()
    waiting = _with_state(State.WAITING).order_by("pk").values_list("pk", flat=True)
    for some in in_pieces(list(waiting)):
        _compare(some)
    return len(waiting)


@transaction.atomic
def let_go() -> int:
    """Whose number nobody has confirmed any more waits again: the other one was changed."""
    holders = _with_state(State.CONFIRMED).filter(id_number_index=OuterRef("id_number_index"))
    free = _with_state(State.MET).filter(~Exists(holders))
    return Person.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(
        id_number_state=State.WAITING
    )


@transaction.atomic
def _compare(pks: list[int]) -> None:
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    people = [each for each in locked if each.id_number_state == State.WAITING]
    indexes = [each.id_number_index for each in people if each.id_number_index]
    held = _with_state(State.CONFIRMED).with_id_indexes(indexes)
    taken = set(held.values_list("id_number_index", flat=True))
    new: dict[str, list[int]] = {State.CONFIRMED: [], State.MET: []}
    for person in people:
        if person.id_number_index:
            new[State.MET if person.id_number_index in taken else State.CONFIRMED].append(person.pk)
            taken.add(person.id_number_index)
    for state, settled in new.items():
        Person.objects.filter(pk__in=settled).update(id_number_state=state)


def _with_state(state: str) -> QuerySet[Person]:
    numbered = Person.objects.standing().exclude(id_number_index="")
    return numbered.filter(id_number_state=state)
