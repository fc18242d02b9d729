"""When grids change: the doors and people a preview counts, and first contacts that are spread anew."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from foundation.batches import in_pieces
from grids.boundaries.moved import Made
from grids.boundaries.parts import Counted, Follower
from grids.models import BoundaryChange
from residents import contacts_due, registry
from residents.first_contacts import rearranging
from residents.models import Dwelling, Person

COUNTED = [
    Counted("doors", _("户室"), lambda day: Dwelling.objects.all(), Dwelling.moves_with),
    Counted("people", _("居民"), lambda day: Person.objects.here(), Person.moves_with, holds=True),
    Counted(
        "due",
        _("该联系的"),
        lambda day: Person.objects.here().filter(next_due_on__lte=day),
        Person.moves_with,
    ),
]


def _spread(made: Made) -> dict[str, list[str]]:
    """{person: [day before, day after]} of those who wait for a first contact in a divided grid.

    What is joined or moved was even before, and nobody over there should wait otherwise for it.
    """
    if made.row.kind != BoundaryChange.Kind.SPLIT:
        return {}
    changed = rearranging.rearrange(made.grids, made.day)
    return {str(pk): [day.isoformat() for day in days] for pk, days in changed.items()}


def _as_before(made: Made, kept: dict[str, list[str]] | None) -> None:
    """Whoever has another day by now was contacted in the part that stayed, and keeps it."""
    days = {int(pk): [date.fromisoformat(day) for day in both] for pk, both in (kept or {}).items()}
    for some in in_pieces(days):
        people = Person.objects.select_for_update().filter(pk__in=some).order_by("pk")
        still = [person for person in people if person.next_due_on == days[person.pk][1]]
        for person in still:
            registry.give(person, days[person.pk][0])
        registry.rewrite(still, registry.DUE)
        contacts_due.work_out([person.pk for person in still], on=made.day)


FIRST_CONTACTS = Follower("first-contacts", _spread, _as_before)
