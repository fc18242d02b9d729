"""A round through a stairwell: one request, a contact for each door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from residents.models import Dwelling, Person
from visits import logbook
from visits.models import Channel, Visit

MOST_DOORS = 60
"""Of one request; more than a stairwell has."""


@dataclass(frozen=True)
class Knock:
    """What one door came to; `people` are those met."""

    dwelling: Dwelling
    outcome: str
    people: tuple[Person, ...] = ()


@transaction.atomic
def log(
    *,
    client_id: UUID,
    knocks: Iterable[Knock],
    by: User,
    at: datetime,
    occurred_at: datetime | None = None,
) -> list[Visit]:
    """Each door is logged as if alone, all of them or none.

    Safe to repeat: the id of a door's contact is made of the request's and the door, so the same
    again finds what is there. Raises what `logbook.log` raises.
    """
    # In one order everywhere, so that two rounds never wait for each other.
    return [
        logbook.log(
            client_id=uuid5(client_id, str(knock.dwelling.pk)),
            dwelling=knock.dwelling,
            people=list(knock.people),
            channel=Channel.DOOR,
            outcome=knock.outcome,
            by=by,
            at=at,
            occurred_at=occurred_at,
        )
        for knock in sorted(knocks, key=lambda each: each.dwelling.pk)
    ]
