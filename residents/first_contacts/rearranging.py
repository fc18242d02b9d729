"""When the grids themselves change, first contacts that lie ahead are spread anew."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q

from grids.models import Area
from residents import contacts_due, registry
from residents.first_contacts import register
from residents.models import Person


@transaction.atomic
def rearrange(grids: list[Area], on: date) -> dict[int, tuple[date, date]]:
    """Even again in each of these grids, nobody later than the last of their tier was before.

    Who is due by that day, was contacted or has no tier keeps the day they have. Returns whose
    day is another: {pk: (before, after)}.
    """
    moved = Q(next_due_on__gt=on, last_contact_on=None)
    people = Person.objects.here().filter(moved, grid__in=grids)
    people = people.exclude(tier="").select_for_update(of=["self"]).select_related("home")
    waiting: dict[Area, list[Person]] = defaultdict(list)
    for person in people.order_by("pk"):
        waiting[next(grid for grid in grids if grid.pk == person.grid_id).parent].append(person)
    changed: dict[int, tuple[date, date]] = {}
    for community, some in waiting.items():
        until: dict[str, date] = {}
        for person in some:
            until[person.tier] = max(until.get(person.tier, on), person.next_due_on)
        days = register.spread(
            map(register.of, some), place=community, after=on, until=until, moved=moved
        )
        others = [person for person in some if person.next_due_on != days[person.pk]]
        for person in others:
            changed[person.pk] = person.next_due_on, days[person.pk]
            registry.give(person, days[person.pk])
        registry.rewrite(others, registry.DUE)
        contacts_due.work_out([person.pk for person in others], on=on)
    return changed
