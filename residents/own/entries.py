"""Whether something is one's own or one's family's, for whoever works here.

Guards of one's own ask `own_entry(user)` once and `are_close` for each row; who of many may take
something on, `not_close`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts import sign_in
from accounts.evidence.whence import Whence
from accounts.models import User
from foundation.audit.events import leaves_record
from residents import registry
from residents.models import OwnEntry, Person


class NotOneEntry(Exception):
    """Nobody who lives here is registered with this phone, or several people are."""


def own_entry(user: User) -> Person | None:
    """The register entry of the very person who uses this account, as far as it is known."""
    return _own_entries([user]).get(user.pk)


def _own_entries(users: Iterable[User]) -> dict[int, Person]:
    """The same for many, by the key of the account: two queries at most."""
    links = OwnEntry.objects.filter(user__in=users, until_at=None).select_related("person")
    found = {link.user_id: link.person for link in links}
    if left := [user for user in users if user.pk not in found]:
        found |= {person.user_id: person for person in Person.objects.filter(user__in=left)}
    return found


def are_close(me: Person | None, person: Person) -> bool:
    """The very person, or somebody behind the same door or of the same household."""
    if me is None:
        return False
    return (
        me.pk == person.pk
        or (me.home_id is not None and me.home_id == person.home_id)
        or (me.household_id is not None and me.household_id == person.household_id)
    )


def not_close(users: list[User], person: Person) -> list[User]:
    """Those of these accounts that are neither the very person's nor of somebody close to them."""
    entries = _own_entries(users)
    return [user for user in users if not are_close(entries.get(user.pk), person)]


def are_one(one: User, other: User) -> bool:
    """Whether both accounts were ever said to be of one and the same register entry."""
    links = OwnEntry.objects.filter(user__in=[one, other]).values_list("user_id", "person_id")
    entries = [{person for user, person in links if user == each.pk} for each in (one, other)]
    return not entries[0].isdisjoint(entries[1])


def confirm(
    *, user: User, phone: str, code: str, ticket: str, whence: Whence, at: datetime
) -> Person:
    """This account is that of the one person with this phone, who has just told the code.

    An earlier entry ends, and stays on record. Raises sign_in.WrongCode, NotOneEntry. Not one
    transaction: a refusal must not roll back the try it counted.
    """
    sign_in.use_code(phone=phone, code=code, ticket=ticket, whence=whence, at=at)
    people = list(Person.objects.here().with_phone(phone)[:2])
    if len(people) != 1:
        raise NotOneEntry
    return link(user=user, person=people[0], at=at)


@leaves_record("own-entry-confirmed")
@transaction.atomic
def link(*, user: User, person: Person, at: datetime) -> Person:
    """From now on this entry is theirs; `confirm` is the way to it."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    here = OwnEntry.objects.filter(user=user, until_at=None)
    if here.filter(person=person).exists():
        return person
    here.update(until_at=at)
    OwnEntry.objects.create(user=user, person=person, from_at=at)
    registry.note_on_record(person, {"works_here": ("", user.uid)}, by=user, at=at)
    return person
