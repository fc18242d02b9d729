"""On the day a street opens: nothing is late that fell due before, and first contacts begin then."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from grids.models import Area
from grids.roles import Level
from residents import contacts_due, registry
from residents.first_contacts import register
from residents.models import Person


@transaction.atomic
def spread_from(street: Area, on: date) -> None:
    """Whoever was never contacted, or fell due before that day, gets a day from it on.

    Community by community, even and in walking order, within the period of each tier.
    """
    moved = Q(last_contact_on=None) | Q(next_due_on__lt=on)
    waiting = Person.objects.here().filter(moved, township=street, next_due_on__isnull=False)
    waiting.filter(tier="", next_due_on__lt=on).update(
        next_due_on=on, given_due_on=on, given_since=on, due_why=""
    )
    with_tier = waiting.exclude(tier="").select_for_update(of=["self"]).select_related("home")
    for community in Area.objects.under(street).filter(level=Level.COMMUNITY).order_by("path"):
        people = list(with_tier.filter(community=community).order_by("pk"))
        after = on - timedelta(days=1)
        days = register.spread(map(register.of, people), place=community, after=after, moved=moved)
        for person in people:
            registry.give(person, days[person.pk], since=on)
        registry.rewrite(people, registry.DUE)
        contacts_due.work_out([person.pk for person in people], on=on)
