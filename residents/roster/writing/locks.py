"""Nobody else changes what is about to be written; always locked in the same order."""

from collections.abc import Iterable

from foundation.batches import in_pieces
from residents.models import Person


def lock(people: Iterable[Person]) -> None:
    """Nobody else changes these entries until the transaction ends."""
    for some in in_pieces(sorted(person.pk for person in people)):
        list(
            Person.objects.select_for_update(no_key=True)
            .filter(pk__in=some)
            .order_by("pk")
            .values_list("pk")
        )


def lock_for_undo(keys: Iterable[int]) -> None:
    """Nobody may come to point at these entries either: some of them are about to go."""
    for some in in_pieces(sorted(keys)):
        list(
            Person.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk")
        )
