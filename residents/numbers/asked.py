"""What the sign-in page asks the register about a number (accounts.sign_in.Register)."""

from django.db.models import QuerySet

from accounts.models import User
from foundation.sealing import blind_index
from residents.models import Person, WrittenNumber
from residents.numbers.telling import officers_of


def living_here(accounts: QuerySet[User]) -> QuerySet[User]:
    """Without those whose owner has died or moved away."""
    return accounts.exclude(person__status__in=[Person.Status.DIED, Person.Status.MOVED])


def gone(accounts: list[int]) -> set[int]:
    """Of these keys of accounts those whose owner has died or moved away (notices.delivery.asked.spares)."""
    left = Person.objects.filter(user__in=accounts)
    left = left.filter(status__in=[Person.Status.DIED, Person.Status.MOVED])
    return set(left.values_list("user", flat=True))


def knows(phone: str) -> bool:
    """Somebody here has this number, or had it until somebody wrote another one down."""
    return Person.objects.here().with_phone(phone).exists() or bool(replaced(phone))


def replaced(phone: str) -> list[WrittenNumber]:
    """Unconfirmed numbers in whose place this one was confirmed before.

    Where somebody else has it, too, a code to it proves nothing. Where a confidential matter
    names the person, it would tell the old number what that must not hear. In both it counts as
    nobody's.
    """
    if Person.objects.here().with_phone(phone).exists():
        return []
    rows = WrittenNumber.objects.filter(
        column=WrittenNumber.Column.PHONE,
        before_index=blind_index("phone", phone),
        confirmed_at=None,
        person__status=Person.Status.HERE,
    )
    rows = list(rows.select_related("person"))
    kept_from = officers_of(row.person_id for row in rows)
    return [row for row in rows if row.person_id not in kept_from]


def number_of(account: User) -> str:
    """The number somebody is registered with, whether it opens their account or not."""
    person = Person.objects.filter(user=account).first()
    return person.phone if person else ""


def shares(phone: str) -> bool:
    """Whether several people who may sign in here have this number, confirmed or not."""
    return len(Person.objects.signing_in().with_phone(phone).values_list("pk")[:2]) > 1
