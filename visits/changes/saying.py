"""Say that something great happened to somebody; twice is once."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from residents.models import Person
from visits import due_dates
from visits.models import MajorChange


@transaction.atomic
def say(*, person: Person, kind: str, by: User, at: datetime) -> MajorChange:
    """The person is due by the next day. Said again while nobody was there yet, the first stands."""
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = waiting(person).filter(kind=kind).first()
    if earlier:
        return earlier
    change = MajorChange.objects.create(person=person, kind=kind, said_by=by, said_at=at)
    due_dates.recompute([person.pk], at=at)
    return change


def waiting(person: Person):
    """Changes nobody was in touch since, the first one first."""
    last = person.visits.standing().reached().order_by("-occurred_at").values("occurred_at")[:1]
    changes = MajorChange.objects.filter(person=person).order_by("said_at", "pk")
    return changes.exclude(said_at__lte=last) if last.exists() else changes
