"""Nobody else changes what is about to be written; always locked in the same order."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from foundation.batches import in_pieces
from residents.models import Person


class Held(NamedTuple):
    """What may have moved in a locked entry though nobody put it on record."""

    version: int
    user_id: int | None
    next_due_on: date | None
    last_contact_on: date | None


def lock(people: Iterable[Person]) -> dict[int, Held]:
    """Nobody else changes these entries until the transaction ends."""
    held = {}
    for some in in_pieces(sorted(person.pk for person in people)):
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
        for pk, *values in rows.values_list("pk", *Held._fields):
            held[pk] = Held(*values)
    return held


def lock_for_undo(keys: Iterable[int]) -> None:
    """Nobody may come to point at these entries either: some of them are about to go."""
    for some in in_pieces(sorted(keys)):
        list(
            Person.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk")
        )
