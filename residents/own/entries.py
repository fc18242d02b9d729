"""Whether something is one's own or one's family's, for whoever works here.

Guards of one's own ask `own_entries(user)` once and `are_close` for each row; who of many may take
something on, `not_close`. They go by every entry an account was ever said to be, or whoever is
held back by a guard would say they are somebody else.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import sign_in
from accounts.evidence.whence import Whence
from accounts.models import User
from accounts.two_people import Hands
from foundation.audit.events import leaves_record
from residents import registry
from residents.models import OwnEntry, Person, WrittenNumber


class NotOneEntry(Exception):
    """Nobody who lives here is registered with this phone, or several people are."""


class NotConfirmed(Exception):
    """Whoever uses the account wrote this phone into the entry, and nobody has confirmed it yet."""


def own_entry(user: User) -> Person | None:
    """The register entry of the very person who uses this account, as they said last."""
    found = _own_entries([user])[user.pk]
    return found[0] if found else None


def own_entries(user: User) -> list[Person]:
    """Every entry this account was ever said to be, the newest first, and what they were joined into."""
    return _own_entries([user])[user.pk]


def _own_entries(users: Iterable[User]) -> dict[int, list[Person]]:
    """The same for many, by the key of the account: two queries at most."""
    found: dict[int, list[Person]] = {user.pk: [] for user in users}
    links = OwnEntry.objects.filter(user__in=found).select_related("person__joined_into")
    for link in links.order_by("-pk"):
        found[link.user_id] += _and_those_after(link.person)
    if left := [pk for pk, people in found.items() if not people]:
        for person in Person.objects.filter(user__in=left).select_related("joined_into"):
            found[person.user_id] += _and_those_after(person)
    return found


def _and_those_after(entry):
    """With the entries it became when two of one person became one."""
    while entry is not None:
        yield entry
        entry = entry.joined_into


def are_close(mine: list[Person], person: Person) -> bool:
    """Whether one of these is the very person, or of the same door or household."""
    return any(_are_of_one_home(me, person) for me in mine)


def _are_of_one_home(me, person):
    return (
        me.pk == person.pk
        or (me.home_id is not None and me.home_id == person.home_id)
        or (me.household_id is not None and me.household_id == person.household_id)
    )


def not_close(users: list[User], person: Person) -> list[User]:
    """Those of these accounts that are neither the very person's nor of somebody close to them."""
    entries = _own_entries(users)
    return [user for user in users if not are_close(entries[user.pk], person)]


def are_one(one: User, other: User) -> bool:
    """Whether both accounts were ever said to be of one and the same register entry."""
    links = OwnEntry.objects.filter(user__in=[one, other]).values_list("user_id", "person_id")
    entries = [{person for user, person in links if user == each.pk} for each in (one, other)]
    return not entries[0].isdisjoint(entries[1])


def confirm(
    *, user: User, phone: str, code: str, ticket: str, whence: Whence, at: datetime
) -> Person:
    """This account is that of the one person with this phone, who has just told the code.

    An earlier entry ends, and stays on record. Raises sign_in.WrongCode, NotOneEntry,
    NotConfirmed. Not one transaction: a refusal must not roll back the try it counted.
    """
    sign_in.use_code(phone=phone, code=code, ticket=ticket, whence=whence, at=at)
    people = list(Person.objects.here().with_phone(phone)[:2])
    if len(people) != 1:
        raise NotOneEntry
    if _wrote_it_themselves(user, people[0], at):
        raise NotConfirmed
    return link(user=user, person=people[0], at=at)


def _wrote_it_themselves(user, person, at):
    """Or an account they made did: a code to it tells that they have a phone, not that they are this person."""
    number = WrittenNumber.objects.filter(
        person=person, column=WrittenNumber.Column.PHONE, confirmed_at=None
    )
    hands = Hands(timezone.localdate(at))
    writers = User.objects.filter(pk__in=number.values("written_by"))
    return any(user.pk in hands.behind(writer) for writer in writers)


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
