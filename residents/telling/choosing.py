"""How somebody wants to be told: by themselves, or at the counter in their words."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit.events import leaves_record
from notices.models import ToldBy
from residents import registry
from residents.models import Person

OFFERED = [
    ToldBy.Choice.TEXT,
    ToldBy.Choice.WORKER,
    ToldBy.Choice.PAPER,
    ToldBy.Choice.OWN,
]
"""WeCom is where staff are; residents have no address in it."""


class NoAccount(Exception):
    """Nobody can tell somebody without an account anything."""


def choice_of(user: User) -> str:
    row = ToldBy.objects.filter(user=user).first()
    return row.choice if row else ""


@leaves_record("told-by-chosen")
@transaction.atomic
def choose(*, user: User, choice: str, by: User, at: datetime) -> None:
    """An empty one takes it back: then the rules of the place say. For the next message already."""
    before = choice_of(user)
    if choice == before:
        return
    if choice:
        said = {"choice": choice, "said_at": at, "written_by": by if by != user else None}
        ToldBy.objects.update_or_create(user=user, defaults=said)
    else:
        ToldBy.objects.filter(user=user).delete()
    person = Person.objects.filter(user=user).first()
    if person is not None:
        registry.note_on_record(person, {"told_by": (before, choice)}, by=by, at=at)
